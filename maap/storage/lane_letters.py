"""Who is written to about the private lanes, put into the outbox in the same deed that causes it."""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from sqlmodel import Session, col, select

from maap.domain.invitations import Wording
from maap.domain.people import GRANTS, Permission, Role
from maap.storage import letter_texts
from maap.storage.tables import Agency, AgencyIssue, Appointment, Audit, Person

Worded = partial[Wording]
"""A letter of `domain/lane_letters` with all its facts but the person's name."""


def write_to_leads(session: Session, issue: AgencyIssue, worded: Worded, kind: str, now: datetime) -> int:
    """To the leads of the agency with which an issue was raised. Returns how many letters."""
    leads = _holding(session, [Role.AGENCY_LEAD], issue.agency_id)
    return _write(session, issue.audit_id, leads, worded, kind, now)


def write_to_watchers(session: Session, audit_id: int, worded: Worded, kind: str, now: datetime) -> int:
    """To everybody who acknowledges immediate concerns. Returns how many letters."""
    return _write(session, audit_id, watchers(session), worded, kind, now)


def watchers(session: Session) -> list[Person]:
    """Everybody active who may acknowledge immediate concerns."""
    return _holding(session, [role for role in Role if Permission.WATCH_CONCERNS in GRANTS[role]])


def named(audit: Audit) -> str:
    """An audit as a letter calls it."""
    return f"{audit.reference} {audit.title}"


def agency_name(session: Session, agency_id: int) -> str:
    """An agency's name, for a letter to its own people."""
    return session.get_one(Agency, agency_id).name


def _holding(session: Session, roles: Collection[Role], agency_id: int | None = None) -> list[Person]:
    held = select(Appointment.person_id).where(col(Appointment.role).in_(list(roles)))
    people = select(Person).where(col(Person.active), col(Person.id).in_(held)).order_by(col(Person.id))
    return list(session.exec(people if agency_id is None else people.where(Person.agency_id == agency_id)))


def _write(
    session: Session, audit_id: int, people: Collection[Person], worded: Worded, kind: str, now: datetime
) -> int:
    for person in people:
        words = letter_texts.worded(session, worded.func, name=person.name, **worded.keywords)
        session.add(letter_texts.posted(audit_id, person.id, kind, words, now))
    return len(people)
