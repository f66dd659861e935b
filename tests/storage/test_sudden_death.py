"""The process is killed at any moment: what was said to be saved is there when it starts again, and nothing half.

A kill keeps what the operating system holds, so this does not stand for a power cut. MAAP_TEST_KILLS sets how often.
"""

import os
import random
import signal
import struct
import time
from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

from maap.domain.people import Actor, Role
from maap.storage import db, trail
from maap.storage import tables as t
from maap.storage.db import reading, work
from tests import factories as make

KILLS = int(os.environ.get("MAAP_TEST_KILLS", "40"))
LONGEST_LIFE = 0.06
"""Seconds from the first saved deed to the kill."""

_NUMBER = struct.Struct("<I")


def _deeds(somebody: Actor, answer_id: int, acknowledge: Callable[[int], object]) -> None:
    """For ever: change the answer, keep its history and its line in the trail, and say so when it is stored."""
    while True:
        with work() as session:
            row = session.get_one(t.Answer, answer_id)
            row.revision += 1
            row.value = f"Version {row.revision}"
            session.add(row)
            session.add(
                t.AnswerVersion(
                    answer_id=answer_id,
                    revision=row.revision,
                    value=row.value,
                    saved_at=somebody.now,
                    saved_by=somebody.person_id,
                )
            )
            trail.record(session, somebody, "answered", about=f"answer {answer_id}", revision=row.revision)
        acknowledge(row.revision)


def _killed_at_some_moment(chance: random.Random, somebody: Actor, answer_id: int) -> int:
    """Run the deeds in a process of their own and kill it. The last revision that it said was saved."""
    db.engine().dispose()  # no connection may be shared with the child
    ear, mouth = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            _deeds(somebody, answer_id, lambda revision: os.write(mouth, _NUMBER.pack(revision)))
        finally:
            os._exit(1)
    os.close(mouth)
    with os.fdopen(ear, "rb") as said:
        last = said.read(_NUMBER.size)
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        rest = last + said.read()
    assert os.WIFSIGNALED(status), "it stopped by itself"
    whole = len(rest) // _NUMBER.size * _NUMBER.size
    return int(_NUMBER.unpack_from(rest, whole - _NUMBER.size)[0])


def _stands(answer_id: int) -> tuple[int, list[int], int, list[str]]:
    """The answer's revision, those of its history, how many lines the trail has, and its faults."""
    with reading() as session:
        revision = session.get_one(t.Answer, answer_id).revision
        versions = session.exec(select(t.AnswerVersion.revision).order_by(t.AnswerVersion.id)).all()
        return revision, list(versions), trail.head(session)[0], list(trail.faults(session))


def test_no_acknowledged_answer_is_lost_and_none_is_half_saved(
    productive_engine: Engine, record_property: Callable[[str, object], None]
) -> None:
    with work() as session:
        somebody = make.acting(session, Role.AUDITOR)
        police = make.agency(session, "police")
        row = make.a_return(session, make.case(session, make.audit(session, police)), police)
        answer_id = make.answer(session, row, "notes", "Version 1").id or 0
    chance = random.Random(20260303)
    revision = 1
    for _ in range(KILLS):
        acknowledged = _killed_at_some_moment(chance, somebody, answer_id)
        before, (revision, versions, lines, faults) = revision, _stands(answer_id)
        assert before < acknowledged <= revision <= acknowledged + 1
        assert versions == list(range(2, revision + 1))
        assert (lines, faults) == (revision - 1, [])
    record_property("acknowledged", revision)
    if productive_engine.dialect.name == "sqlite":
        with reading() as session:
            assert session.execute(text("pragma integrity_check")).scalar() == "ok"
            assert session.execute(text("pragma foreign_key_check")).all() == []


@pytest.mark.parametrize("deeds", [1, 5])
def test_a_deed_that_was_not_finished_leaves_nothing(engine: Engine, deeds: int) -> None:
    db.engine().dispose()
    child = os.fork()
    if child == 0:
        try:
            with work() as session:
                for n in range(deeds):
                    make.agency(session, f"agency_{n}")
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WTERMSIG(status) == signal.SIGKILL
    with reading() as session:
        assert session.exec(select(t.Agency)).all() == []
    with work() as session:
        make.agency(session, "police")
