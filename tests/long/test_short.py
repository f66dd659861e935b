"""The long tests, short: the same code with fewer tries, and each control."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import ColumnElement, delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col

from maap.settings import settings
from maap.storage import db
from maap.storage import tables as t
from maap.usecases import agencies, cases
from tests.long.life import BUGS, Save, is_found, live
from tests.long.power_cuts import cut, recorded

CUTS = 150
needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace records the writer's calls")


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for a house that chooses itself in the environment: it is as before afterwards."""
    for name in ("MAAP_FOLDER", "MAAP_KEY_FILE", "MAAP_ENCRYPTED", "MAAP_DATABASE_URL"):
        monkeypatch.setenv(name, "")
    yield tmp_path
    db.engine().dispose()
    monkeypatch.undo()
    settings.cache_clear()


@needs_strace
def test_a_power_cut_loses_nothing_that_was_acknowledged(place: Path) -> None:
    assert cut(recorded(place, 60, "FULL"), CUTS, 1) == (0, 0, 0)


@needs_strace
def test_the_same_cuts_lose_answers_when_the_database_does_not_wait_for_the_disk(place: Path) -> None:
    """The control."""
    lost, _, _ = cut(recorded(place, 60, "NORMAL"), CUTS, 1)
    assert lost > 0


def test_no_random_life_of_an_audit_breaks_a_rule(database: Path) -> None:
    live(15, 20)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__.strip("_"))
def test_a_planted_bug_is_found(database: Path, bug: Save) -> None:
    """The controls."""
    assert is_found(bug)


def test_a_case_that_is_replaced_with_its_returns_still_looked_into_is_found(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of what became of returns that are withdrawn: they were deleted under those who had opened them."""

    def deleted(session: Session, *which: ColumnElement[bool]) -> int:
        not_begun = delete(t.Return).where(*which, col(t.Return.state) == "not started")
        return int(session.execute(not_begun).rowcount)  # type: ignore[attr-defined]

    monkeypatch.setattr(cases, "withdraw", deleted)
    monkeypatch.setattr(agencies, "withdraw", deleted)
    with pytest.raises(IntegrityError):
        live(1_000, 25, shorten=False)
