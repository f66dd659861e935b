"""What retention removes is gone from the file itself, and every kind of words about a case is among it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from maap.domain.meeting import Minutes
from maap.domain.people import Role
from maap.outside.clock import now
from maap.storage import db, trail
from maap.storage import tables as t
from maap.storage.db import work
from maap.storage.trail_values import value_faults
from maap.usecases.answering import Given, save_answer
from maap.usecases.retention import remove_words
from tests import factories as make
from tests.isolation.planted import plant
from tests.isolation.scene import CANARY, Scene, scene

MANY = 50
GONE_WITH_THE_CASE = (
    *("voice", "note at the panel", "minutes", "step of an issue", "reason for a grade", "dissent", "passage"),
)
STAYS = {
    "comment on a draft": "about a document, not a case",
    "answer to a comment": "about a document, not a case",
    "pack": "a published document",
    "unopened draft": "a document; it is for the team alone",
    "part of a draft": "a document; it is for the team alone",
    "use made": "what learning was used for",
    "commendation": "what an agency was praised for",
    "update of an action": "actions stay",
    "evidence of an action": "actions stay",
    "finding": "findings stay",
    "reason to decline": "why an agency took no part",
}
"""Kinds of planted words that retention leaves on purpose: what was learned, and documents."""


def _closed_long_ago(session: Session, where: Scene) -> None:
    """Seven years ago, with every action."""
    at = datetime(2019, 1, 31, 12, tzinfo=UTC)
    for action in session.exec(select(t.Action)):
        action.closed_at = at
        session.add(action)
    where.audit.stage, where.audit.closed_at = "closed", at
    session.add(where.audit)


def _house(session: Session) -> Scene:
    """Everything that was planted, and answers to the number of fifty texts of their own."""
    where = scene(session, "fieldwork")
    plant(session, where)
    auditor = where.person(session, Role.AUDITOR, where.police)
    row = session.get_one(t.Return, where.ids["return_id"])
    for n in range(MANY):
        seen = session.exec(
            select(t.Answer.revision).where(t.Answer.return_id == row.id, t.Answer.question_id == "notes")
        ).first()
        given = Given("notes", f"{CANARY} canary-{n:02}-in-the-file", seen or 0)
        save_answer(session, where.actor_of(auditor, Role.AUDITOR), row.id or 0, given)
    _closed_long_ago(session, where)
    return where


def _folder_holds(folder: Path, words: str) -> list[str]:
    """Files of the database in which the words stand, as they lie on the disk."""
    return sorted(one.name for one in folder.glob("maap.db*") if words.encode() in one.read_bytes())


def _written_through() -> None:
    with db.engine().connect() as connection:
        connection.rollback()
        connection.connection.driver_connection.execute("pragma wal_checkpoint(truncate)")  # type: ignore[union-attr]


def test_of_fifty_texts_none_is_left_in_the_file_its_free_pages_or_its_log(database: Path) -> None:
    with work() as session:
        where = _house(session)
    marks = [f"canary-{n:02}-in-the-file" for n in range(MANY)]
    assert all(_folder_holds(database.parent, mark) for mark in marks)
    with work() as session:
        remove_words(session, make.acting(session, Role.ADMINISTRATOR, now=now()), where.ids["audit_id"])
    _written_through()
    assert [mark for mark in marks if _folder_holds(database.parent, mark)] == []
    with work() as session:
        assert list(trail.faults(session)) == [] and list(value_faults(session)) == []


def test_a_file_that_is_not_written_over_still_holds_them(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: without `secure_delete` what was removed lies in free pages."""
    careless = tuple(one.replace("secure_delete=ON", "secure_delete=OFF") for one in db._pragmas(True))
    monkeypatch.setattr(db, "_pragmas", lambda _wal: careless)
    db.forget()
    marks = [f"canary-{n:02}-in-the-file" for n in range(MANY)]
    with work() as session:
        where = _house(session)
        remove_words(session, make.acting(session, Role.ADMINISTRATOR, now=now()), where.ids["audit_id"])
    _written_through()
    assert any(_folder_holds(database.parent, mark) for mark in marks)


def test_every_kind_of_words_goes_or_is_listed_as_kept(session: Session) -> None:
    where = _house(session)
    session.flush()
    remove_words(session, make.acting(session, Role.ADMINISTRATOR, now=now()), where.ids["audit_id"])
    kept = " ".join(str(row) for table in SQLModel.metadata.sorted_tables for row in session.execute(sa.select(table)))
    assert [kind for kind in GONE_WITH_THE_CASE if f"({kind})" in kept] == []
    assert [kind for kind in STAYS if f"({kind})" not in kept] == []


def test_minutes_stay_readable_without_their_words(session: Session) -> None:
    where = _house(session)
    remove_words(session, make.acting(session, Role.ADMINISTRATOR, now=now()), where.ids["audit_id"])
    (told,) = session.exec(select(t.Meeting.minutes).where(t.Meeting.minutes.is_not(None))).all()  # type: ignore[union-attr]
    minutes = Minutes.model_validate(told)
    assert minutes.cases[0].note == "" and minutes.cases[0].taken == 9
