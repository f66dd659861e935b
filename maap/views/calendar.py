"""One person's dates: the timetables of the audits they reach, and what their own agency owes. Never a case."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import audits_of
from maap.domain.audit import Stage
from maap.domain.fieldwork import OPEN_FOR_ANSWERS
from maap.domain.people import Actor, Permission, Role
from maap.domain.sentences import counted
from maap.domain.sessions import digest
from maap.domain.terms import Terms
from maap.storage.tables import Appointment, Audit, CalendarFeed, Case, Person, Return

_AFTER = frozenset({Stage.PUBLISHED, Stage.CLOSED})


@dataclass(frozen=True)
class Day:
    """A date. ``key`` is the same as long as it is about the same thing, so that a calendar moves it."""

    key: str
    on: date
    title: str
    audit_id: int


def feed_holder(session: Session, token: str, now: datetime) -> Actor | None:
    """Whose calendar a secret opens; None when it was ended or they have left."""
    rows = session.execute(
        sa.select(Person, col(Appointment.role))
        .join(CalendarFeed, col(CalendarFeed.person_id) == Person.id)
        .join(Appointment, col(Appointment.person_id) == Person.id, isouter=True)
        .where(col(CalendarFeed.digest) == digest(token), col(Person.active))
    ).all()
    if not rows:
        return None
    person = rows[0][0]
    roles = frozenset(Role(role) for _, role in rows if role)
    return Actor(person.id or 0, person.name, roles, person.agency_id, now)


def has_feed(session: Session, actor: Actor) -> bool:
    """Whether somebody has a calendar address. Only ever one's own."""
    return session.exec(select(CalendarFeed.id).where(CalendarFeed.person_id == actor.person_id)).first() is not None


def days(session: Session, actor: Actor) -> tuple[Day, ...]:
    """Every date, soonest first."""
    reached = audits_of(session, actor)
    audits = [audit for audit in reached if audit.stage not in _AFTER]
    found = [*_milestones(audits), *_owed(session, actor, {audit.id or 0: audit for audit in audits})]
    return tuple(sorted(found, key=lambda day: (day.on, day.key)))


def _milestones(audits: list[Audit]) -> Iterator[Day]:
    for audit in audits:
        for step in Terms.model_validate(audit.terms).timetable:
            yield Day(f"audit-{audit.id}-{step.key}", step.on, f"{audit.reference}: {step.name}", audit.id or 0)


def _owed(session: Session, actor: Actor, audits: dict[int, Audit]) -> Iterator[Day]:
    if actor.agency_id is None or not actor.may(Permission.ANSWER_RETURN):
        return
    rows = session.execute(
        sa.select(col(Return.audit_id), col(Return.due), sa.func.count())
        .join(Case, col(Case.id) == Return.case_id)
        .where(col(Return.agency_id) == actor.agency_id, col(Case.status) == "drawn")
        .where(col(Return.state).in_(OPEN_FOR_ANSWERS), col(Return.audit_id).in_(audits))
        .group_by(col(Return.audit_id), col(Return.due))
    )
    for audit_id, due, returns in rows:
        owed = f"{audits[audit_id].reference}: {counted(returns, 'return')} of your agency due"
        yield Day(f"owed-{audit_id}-{due.isoformat()}", due, owed, audit_id)
