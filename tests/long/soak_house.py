"""The house of the long soak: twenty agencies with three people each, and what is stored of what they were told."""

import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session, col, select

from maap.domain.people import Role
from maap.outside import passwords
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import db, trail
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.trail_values import value_faults
from tests import factories as make
from tests.e2e.conftest import PASSWORD, ROOT, Server
from tests.long import hurried_house

SECTION, WORDS, GRADE = "welfare_of_child", "worked_welfare_of_child", "grade_welfare_of_child"
WATCHER = "coordinator@example.org"
"""Of the scene: whoever asks for the figures of the server."""


@dataclass
class Ledger:
    """What somebody gave to a question, in order, and what they were told is saved."""

    person_id: int
    return_id: int
    question_id: str
    given: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Seat:
    """Somebody with an account. Managers have no return: they watch."""

    email: str
    audit_id: int
    person_id: int
    return_id: int | None = None


def served(folder: Path, module: str = "maap", times: float = 1) -> Server:
    """A server that is not started yet, with a furnished house; from here on, this process looks at the same house.

    ``times``: how much faster its day goes by than this machine's.
    """
    server = Server(folder, host="127.0.0.1")
    server.module = module if times == 1 else hurried_house.__name__
    server.environment |= {hurried_house.WANTED: f"{now().timestamp()} {times}"}
    command = [sys.executable, "-m", "tests.long.calm_scene"]
    subprocess.run(command, cwd=ROOT, env=server.environment, check=True, timeout=300, stdout=subprocess.DEVNULL)
    os.environ |= {name: server.environment[name] for name in ("MAAP_FOLDER", "MAAP_KEY_FILE")}
    settings.cache_clear()
    return server


def seats(people: int) -> list[Seat]:
    """Three of each agency: two who answer a return of their own each, and a manager."""
    secret, found = passwords.kept(PASSWORD), []
    with work() as session:
        audit = session.exec(select(t.Audit)).one()
        agencies = session.exec(select(t.Agency).order_by(col(t.Agency.position)).limit(-(-people // 3))).all()
        for agency in agencies:
            found += list(_three(session, audit.id or 0, agency, secret))
    db.forget()
    return found[:people]


def _three(session: Session, audit_id: int, agency: t.Agency, secret: str) -> Iterator[Seat]:
    untouched = select(t.Return).where(t.Return.agency_id == agency.id).order_by(col(t.Return.id)).offset(2).limit(2)
    for place, row in enumerate(session.exec(untouched).all()):
        facts = {"email": f"auditor{place}.{agency.key}@example.org", "password": secret, "created_at": now()}
        person = make.person(session, Role.AUDITOR, agency=agency, **facts)
        session.add(t.NamedAuditor(audit_id=audit_id, agency_id=agency.id, person_id=person.id))
        yield Seat(person.email, audit_id, person.id or 0, row.id)
    facts = {"email": f"manager.{agency.key}@example.org", "password": secret, "created_at": now()}
    yield Seat(facts["email"], audit_id, make.person(session, Role.OBSERVER, agency=agency, **facts).id or 0)


def not_as_told(ledgers: list[Ledger]) -> list[str]:
    """Every answer that was said to be saved and is not there, is there twice or was never given; and a trail that does not hold."""
    wrong: list[str] = []
    with reading() as session:
        for ledger in ledgers:
            wrong += _compared(session, ledger)
        for person_id in {ledger.person_id for ledger in ledgers}:
            wrong += _in_the_trail(session, person_id)
        wrong += [f"the trail: {fault}" for fault in (*trail.faults(session), *value_faults(session))]
    db.forget()
    return wrong


def _compared(session: Session, ledger: Ledger) -> Iterator[str]:
    where = f"return {ledger.return_id}, {ledger.question_id}"
    answer = session.exec(
        select(t.Answer).where(t.Answer.return_id == ledger.return_id, t.Answer.question_id == ledger.question_id)
    ).first()
    versions = []
    if answer is not None:
        of_answer = select(t.AnswerVersion.value).where(t.AnswerVersion.answer_id == answer.id)
        versions = list(session.exec(of_answer.order_by(col(t.AnswerVersion.revision))))
        if answer.value != versions[-1] or answer.revision != len(versions):
            yield f"half stored: {where}"
    stored, given = Counter(versions), Counter(ledger.given)
    for value, times in Counter(ledger.told).items():
        if stored[value] < times:
            yield f"lost: {where}: “{value}” was saved {times} times and is there {stored[value]} times"
    for value, times in stored.items():
        if times > given[value]:
            yield f"stored twice: {where}: “{value}” was given {given[value]} times and is there {times} times"


def _in_the_trail(session: Session, person_id: int) -> Iterator[str]:
    lines = "select count(*) from trail where deed = 'answered' and person_id = :who"
    told = session.execute(text(lines), {"who": person_id}).scalar_one()
    versions = select(t.AnswerVersion.id).where(t.AnswerVersion.saved_by == person_id)
    stored = len(session.exec(versions).all())
    if told != stored:
        yield f"the trail tells of {told} answers of person {person_id}, and {stored} are stored"
