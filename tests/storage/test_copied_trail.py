"""Every line of the trail is copied outside as JSON; what was taken away or changed afterwards, here or there, is told."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import db, trail
from maap.storage.copied_trail import contradictions, copy_new_lines, place
from maap.storage.db import reading, work
from maap.web import rounds
from tests import factories as make

AT = datetime(2026, 12, 31, 23, tzinfo=UTC)
TRIGGERS = "drop trigger trail_no_update; drop trigger trail_no_delete; drop trigger trail_no_replace;"


@pytest.fixture
def outside(database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A house whose trail of three lines is copied to a folder."""
    monkeypatch.setenv("MAAP_TRAIL_COPY_FOLDER", str(tmp_path / "copy"))
    settings.cache_clear()
    _deeds(3)
    assert _copied(AT) == 3
    yield tmp_path / "copy"
    settings.cache_clear()


def _deeds(how_many: int) -> None:
    with work() as session:
        somebody = make.acting(session, Role.COORDINATOR)
        for n in range(how_many):
            trail.record(session, somebody, "did something", number=n)


def _copied(at: datetime) -> int:
    with reading() as session:
        return copy_new_lines(session, at)


def _found() -> list[str]:
    with reading() as session:
        return list(contradictions(session))


def _by_other_tools(database: Path, statement: str) -> None:
    db.engine().dispose()
    with closing(sqlite3.connect(database)) as other:
        other.executescript(TRIGGERS + statement)


def test_each_line_is_copied_once_as_json_and_a_new_year_has_a_new_file(outside: Path) -> None:
    assert _copied(AT) == 0
    _deeds(2)
    assert _copied(AT + timedelta(hours=2)) == 2
    files = sorted(outside.iterdir())
    assert [one.name for one in files] == ["trail-2026.jsonl", "trail-2027.jsonl"]
    lines = [json.loads(line) for one in files for line in one.read_text().splitlines()]
    assert [line["line"] for line in lines] == [1, 2, 3, 4, 5]
    assert [line["prev"] for line in lines[1:]] == [line["hash"] for line in lines[:-1]]
    assert {line["deed"] for line in lines} == {"did something"} and lines[0]["detail"] == {"number": 0}
    assert _found() == []


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("update trail set deed = 'did nothing' where id = 2", "Line 2 of the trail is not what was copied"),
        ("delete from trail where id = 3", "Line 3 of the trail was copied outside and is no longer there"),
        ("delete from trail", "Line 1 of the trail was copied outside"),
        ("update trail set at = '2020-01-01 00:00:00.000000' where id = 1", "Line 1 of the trail is not"),
    ],
)
def test_a_trail_that_is_changed_afterwards_contradicts_the_copy(
    outside: Path, database: Path, statement: str, told: str
) -> None:
    _by_other_tools(database, statement)
    assert any(told in one for one in _found())


def test_what_was_taken_out_of_the_copy_or_written_into_it_is_told(outside: Path) -> None:
    file = outside / "trail-2026.jsonl"
    whole = file.read_text().splitlines(keepends=True)
    file.write_text(whole[0] + whole[2])
    assert _found() == ["The copy outside goes from line 1 to line 3: something was taken out of it."]
    file.write_text(whole[0] + whole[1].replace("did something", "did nothing") + whole[2])
    assert _found() == ["Line 2 of the trail is not what was copied outside on the day it was written."]


def test_a_copy_that_was_cut_off_within_a_line_goes_on_with_that_line(outside: Path) -> None:
    file = outside / "trail-2026.jsonl"
    file.write_text(file.read_text()[:-40])
    assert _copied(AT) == 1
    assert _found() == [] and _copied(AT) == 0


def test_the_house_copies_by_itself_where_a_folder_is_chosen(outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    named = next(one for one in rounds.schedule() if one.name == "trail copy")
    _deeds(4)
    assert named.every == timedelta(hours=1) and named.do(AT) == 4
    monkeypatch.delenv("MAAP_TRAIL_COPY_FOLDER")
    settings.cache_clear()
    assert place(AT) is None and _copied(AT) == 0 and _found() == []
    assert "trail copy" not in {one.name for one in rounds.schedule()}


def test_a_folder_without_a_copy_is_a_refusal_and_not_a_proof(outside: Path, tmp_path: Path) -> None:
    with reading() as session, pytest.raises(Problem, match="no copy of the trail"):
        list(contradictions(session, tmp_path / "another"))
