"""Somebody changes the database's file with other tools: the trail says where, however they went about it.

MAAP_TEST_TAMPERINGS sets how many random changes are tried.
"""

# ruff: noqa: S608

import os
import random
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from maap.domain.people import Role
from maap.outside.words import lexicon
from maap.settings import settings
from maap.storage import db, trail, witness
from maap.storage.answers import open_pad, write
from maap.storage.db import work
from maap.storage.forms import freeze
from maap.storage.tables import Case, TrailEntry
from maap.storage.trail_values import sealed_change, value_faults
from maap.usecases.answering import Given
from tests import factories as make
from tests.conftest import compiled_once
from tests.usecases.test_answering import FORM

TAMPERINGS = int(os.environ.get("MAAP_TEST_TAMPERINGS", "200"))
TRIGGERS = "drop trigger trail_no_update; drop trigger trail_no_delete; drop trigger trail_no_replace;"
AT = datetime(2026, 3, 3, 18, tzinfo=UTC)


@pytest.fixture
def house(database: Path) -> Path:
    """A database with forty lines of trail, twelve of them about saved answers, and the witness's word."""
    with work() as session:
        police = make.agency(session, "police")
        audit = make.audit(session, police, stage="fieldwork")
        freeze(audit, FORM)
        case = make.case(session, audit)
        row = make.a_return(session, case, police)
        somebody = make.acting(session, Role.AUDITOR, agency=police)
        for n in range(28):
            trail.record(session, somebody, "did something", audit_id=audit.id, number=n)
        for n in range(12):
            pad = open_pad(session, audit, case, row)
            write(session, somebody, pad, Given("notes", f"Step {n} of the plan was clear.", n), lexicon())
        witness.testify(session, AT)
    db.engine().dispose()
    return database


def _found(file: Path) -> list[str]:
    """What `verify-log` would say of a copy."""
    engine = db.engine_for(f"sqlite:///{file}")
    compiled_once(engine)
    try:
        with Session(engine) as session:
            return [
                *trail.faults(session),
                *trail.unguarded(session),
                *witness.contradictions(session),
                *value_faults(session),
            ]
    finally:
        engine.dispose()


def _by_other_tools(file: Path, *statements: str) -> None:
    with closing(sqlite3.connect(file)) as other:
        other.executescript(";".join(statements))
        other.commit()


def _lines(file: Path) -> list[TrailEntry]:
    engine = db.engine_for(f"sqlite:///{file}")
    with Session(engine) as session:
        found = list(session.exec(select(TrailEntry).order_by(col(TrailEntry.id))))
        session.expunge_all()
    engine.dispose()
    return found


def _written(file: Path) -> list[dict[str, str]]:
    """Each line's texts, letter for letter as they stand in the file."""
    with closing(sqlite3.connect(file)) as other:
        other.row_factory = sqlite3.Row
        told = "select deed, about, capacity, detail, at, prev, hash from trail order by id"
        return [dict(row) for row in other.execute(told)]


def _bit_flipped(chance: random.Random, written: list[dict[str, str]]) -> list[str]:
    """One bit of one letter of one line."""
    line = chance.randrange(len(written))
    column = chance.choice([name for name, words in written[line].items() if words])
    letters = bytearray(written[line][column].encode())
    letters[chance.randrange(len(letters))] ^= 1 << chance.randrange(7)
    return [f"update trail set {column} = cast(x'{letters.hex()}' as text) where id = {line + 1}"]


def _rewritten(chance: random.Random, lines: list[TrailEntry]) -> list[str]:
    """Another deed, and everything from there on chained anew, with a key that is not ours."""
    first, key = chance.randrange(len(lines)), chance.randbytes(32)
    prev, statements = lines[first].prev, []
    for line in lines[first:]:
        other = line.model_copy(update={"prev": prev, "deed": "did nothing" if line is lines[first] else line.deed})
        prev = trail._hash(other.prev, other, key)
        statements.append(
            f"update trail set deed = '{other.deed}', prev = '{other.prev}', hash = '{prev}' where id = {line.id}"
        )
    return statements


def _anything(chance: random.Random) -> list[str]:
    """A change to the trail that keeps the triggers' absence from giving it away: they are put back."""
    line, other = chance.sample(range(1, 41), 2)
    column = chance.choice(["deed", "about", "capacity", "detail", "at", "prev", "hash"])
    values = {"at": "'2020-01-01 00:00:00.000000'", "detail": "'{\"number\": 99}'"}
    value = values.get(column, f"'{chance.getrandbits(256):064x}'")
    number = chance.choice(["person_id", "audit_id", "agency_id"])
    return chance.choice(
        [
            [f"update trail set {column} = {value} where id = {line}"],
            [f"update trail set {number} = coalesce({number}, 0) + 1 where id = {line}"],
            [f"delete from trail where id = {line}"],
            [f"delete from trail where id >= {line}"],
            [
                f"update trail set id = 99 where id = {line}",
                f"update trail set id = {line} where id = {other}",
                f"update trail set id = {other} where id = 99",
            ],
            [
                "insert into trail (at, capacity, deed, about, detail, prev, hash) select at, capacity, deed, about, "
                f"detail, 'p{line}', 'h{line}' from trail where id = {line}"
            ],
            [f"update answerversion set value = '\"Something else {line}.\"' where revision = {line % 12 + 1}"],
            ["update answer set value = '\"It was never clear.\"' where question_id = 'notes'"],
            [f"delete from answerversion where revision = {line % 12 + 1}"],
        ]
    )


def _triggers(file: Path) -> list[str]:
    with closing(sqlite3.connect(file)) as other:
        return [row[0] for row in other.execute("select sql from sqlite_master where type = 'trigger'")]


def test_each_of_many_random_changes_to_the_file_is_found(house: Path, tmp_path: Path) -> None:
    assert _found(house) == [], "the control: an untouched file is in order"
    chance, triggers, missed = random.Random(20260303), _triggers(house), []
    lines, written = _lines(house), _written(house)
    for n in range(TAMPERINGS):
        copy = tmp_path / "copy.db"
        shutil.copy(house, copy)
        ways = (_anything, lambda c: _bit_flipped(c, written), lambda c: _rewritten(c, lines))
        change = ways[(0, 0, 0, 1, 1, 2)[n % 6]](chance)
        _by_other_tools(copy, TRIGGERS, *change, *triggers)
        if not _found(copy):
            missed.append(change)
    assert missed == []


def test_the_first_broken_link_is_named(house: Path) -> None:
    _by_other_tools(house, TRIGGERS, "update trail set deed = 'x' where id in (17, 30)")
    assert _found(house)[0] == "Line 17 was altered after it was written."


@pytest.mark.parametrize("as_before", ["replace(at, ' ', '!')", "replace(at, '.', ',')", "at || '0'"])
def test_a_moment_that_is_written_otherwise_is_named_although_it_is_the_same(house: Path, as_before: str) -> None:
    _by_other_tools(house, TRIGGERS, f"update trail set at = {as_before} where id = 17", *_triggers(house))
    assert _found(house)[0] == "Line 17 was altered after it was written."


def test_a_missing_guard_is_named(house: Path) -> None:
    _by_other_tools(house, "drop trigger trail_no_delete")
    assert _found(house) == ["The database's guard trail_no_delete of the trail is missing: somebody removed it."]


def test_a_history_written_anew_with_the_key_contradicts_the_witness(house: Path) -> None:
    """Even an administrator who has the key cannot rewrite what a witness has seen."""
    _by_other_tools(
        house, TRIGGERS, "delete from trail where id > 28", "delete from answerversion", "delete from answer"
    )
    triggers = [
        "create trigger trail_no_update before update on trail begin select raise(abort, 'append-only'); end",
        "create trigger trail_no_delete before delete on trail begin select raise(abort, 'append-only'); end",
        "create trigger trail_no_replace before insert on trail when 0 begin select raise(abort, 'append-only'); end",
    ]
    _by_other_tools(house, *triggers)
    with work() as session:
        for n in range(12):
            trail.record_by_the_house(session, AT, "did something harmless", number=n)
    db.engine().dispose()
    assert _found(house) == [
        f"On 2026-03-03T18:00:00Z the witness saw 40 lines ending in {_seen()[:12]}…; the trail no longer agrees."
    ]


def _seen() -> str:
    return witness.place().read_text().split()[-1]


def test_a_change_that_does_not_touch_trail_or_answers_is_not_blamed_on_the_trail(house: Path) -> None:
    _by_other_tools(house, "update agency set remit = 'x'")
    assert _found(house) == []


def test_a_case_that_lost_its_salt_keeps_its_lines_and_cannot_be_guessed(house: Path) -> None:
    """What retention does: the values and the salt go, the chain holds."""
    _by_other_tools(house, "delete from answerversion", "delete from answer", "update case_file set salt = ''")
    assert _found(house) == []


def test_a_guess_at_an_answer_needs_its_salt() -> None:
    salts = [Case(audit_id=1, number=n, reference="x", cohort_reference="x").salt for n in range(2)]
    assert len(set(salts)) == 2 and all(len(bytes.fromhex(salt)) == 32 for salt in salts)
    first, second = (sealed_change(salt, None, "yes")["sealed_after"] for salt in salts)
    assert first != second
    assert sealed_change("", None, "yes") == {}


def test_the_witness_stands_where_it_was_told_to(house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAAP_WITNESS_FOLDER", str(tmp_path / "elsewhere"))
    settings.cache_clear()
    with work() as session:
        said = witness.testify(session, AT)
    assert (tmp_path / "elsewhere" / "trail-heads.txt").read_text() == said + "\n"
    assert said.split()[1] == "40"
