"""What the long tests of sudden ends share: a house with one return, somebody who answers for ever, and what stands.

The deed is the real one, `save_answer`. Two controls break what the house promises and must be caught.
"""

import os
import random
import signal
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import col, select

from maap.domain.people import Actor, Role
from maap.storage import db, trail
from maap.storage import tables as t
from maap.storage.db import NotSaved, reading, work
from maap.storage.forms import freeze
from maap.storage.trail_values import value_faults
from maap.usecases.answering import Given, save_answer
from tests import factories as make
from tests.usecases.test_answering import FORM

_NUMBER = struct.Struct("<I")
Say = Callable[[int], object]


@dataclass(frozen=True)
class Desk:
    """An auditor and the return they answer."""

    actor: Actor
    return_id: int


@dataclass(frozen=True)
class Standing:
    """What stands after an end: the answer's revision, its history, its lines in the trail, and every fault."""

    revision: int
    versions: list[int]
    answered: int
    faults: list[str]

    def is_whole(self) -> bool:
        """Whether answer, history and trail tell one story."""
        return self.versions == list(range(1, self.revision + 1)) and self.answered == self.revision and not self.faults


def furnish(agency: str = "police") -> Desk:
    """A return of an agency to answer."""
    with work() as session:
        police = make.agency(session, agency)
        audit = make.audit(session, police, stage="fieldwork")
        freeze(audit, FORM)
        row = make.a_return(session, make.case(session, audit), police)
        person = make.person(session, Role.AUDITOR, agency=police)
        session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=person.id))
        desk = Desk(make.actor(person, Role.AUDITOR), row.id or 0)
    honest(desk, 0, lambda _: None)  # so that what a first answer loads is not loaded anew by each writer
    return desk


def at_the_desk() -> Desk:
    """The desk of a house that was furnished, for a process that did not do it."""
    with reading() as session:
        person, row = session.exec(select(t.Person)).one(), session.exec(select(t.Return)).one()
        return Desk(make.actor(person, Role.AUDITOR), row.id or 0)


def _given(seen: int) -> Given:
    return Given("notes", f"The plan was clear {seen}.", seen)


def honest(desk: Desk, seen: int, say: Say) -> None:
    """One answer, said to be saved when it is."""
    with work() as session:
        revision = save_answer(session, desk.actor, desk.return_id, _given(seen))
    say(revision)


def hasty(desk: Desk, seen: int, say: Say) -> None:
    """A control: it says «saved» before it is stored."""
    with work() as session:
        say(save_answer(session, desk.actor, desk.return_id, _given(seen)))


def in_two_parts(desk: Desk, seen: int, say: Say) -> None:
    """A control: the answer in one transaction, its history and its line in another."""
    with work() as session:
        row = session.exec(select(t.Answer).where(t.Answer.return_id == desk.return_id)).first()
        if row is not None:
            row.revision += 1
            session.add(row)
    with work() as session:
        if row is not None:
            session.get_one(t.Answer, row.id).revision = seen
            session.flush()
        revision = save_answer(session, desk.actor, desk.return_id, _given(seen))
    say(revision)


Deed = Callable[[Desk, int, Say], None]
CONTROLS: tuple[Deed, ...] = (hasty, in_two_parts)


def stands(desk: Desk) -> Standing:
    """What is in the house now."""
    with reading() as session:
        answer = session.exec(select(t.Answer).where(t.Answer.return_id == desk.return_id)).one()
        versions = session.exec(
            select(t.AnswerVersion.revision)
            .where(t.AnswerVersion.answer_id == answer.id)
            .order_by(col(t.AnswerVersion.id))
        ).all()
        lines = session.execute(
            text("select count(*) from trail where deed = 'answered' and person_id = :who"),
            {"who": desk.actor.person_id},
        ).scalar_one()
        faults = [*trail.faults(session), *value_faults(session)]
        return Standing(answer.revision, list(versions), int(lines), faults)


@dataclass
class Writer:
    """A process that answers for ever; it hangs on this one by a pipe through which it says what is saved."""

    process: int
    ear: int

    def end(self, must_live: bool = True) -> int:
        """Kill it. The last revision that it said was saved; 0: none."""
        os.kill(self.process, signal.SIGKILL)
        _, status = os.waitpid(self.process, 0)
        assert os.WIFSIGNALED(status) or not must_live, "it stopped by itself"
        with os.fdopen(self.ear, "rb") as said:
            data = said.read()
        whole = len(data) // _NUMBER.size * _NUMBER.size
        return int(_NUMBER.unpack_from(data, whole - _NUMBER.size)[0]) if whole else 0


def start(desk: Desk, seen: int, deed: Deed) -> Writer:
    """Fork a writer that begins at a revision. It ends by itself when the database is gone."""
    db.engine().dispose()  # no connection may be shared with the child
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _for_ever(desk, seen, deed, lambda revision: os.write(mouth, _NUMBER.pack(revision)))
        finally:
            os._exit(1)
    os.close(mouth)
    return Writer(child, ear)


def _for_ever(desk: Desk, seen: int, deed: Deed, say: Say) -> None:
    with suppress(NotSaved):
        while True:
            deed(desk, seen, say)
            seen += 1


def wait(chance: random.Random, longest: float) -> None:
    """Some time, at random."""
    time.sleep(chance.uniform(0, longest))
