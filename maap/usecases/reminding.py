"""Letters that nobody's deed causes: returns that are due, and once a week what waits for somebody."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import audits_of
from maap.domain.audit import Stage
from maap.domain.fieldwork import OPEN_FOR_ANSWERS
from maap.domain.letters import LetterText, written
from maap.domain.people import LONDON, Actor, Role
from maap.domain.reminders import Reminder, owed_in_words, rung
from maap.domain.sentences import counted
from maap.domain.terms import Terms
from maap.domain.timetable import is_working_day
from maap.domain.written_dates import spoken
from maap.outside.bank_holidays import around
from maap.outside.letter_texts import shipped_letters
from maap.settings import settings
from maap.storage.agency_leads import answering, lead_of
from maap.storage.letter_texts import in_force, partnership_name, posted
from maap.storage.tables import Agency, Appointment, Audit, Case, Letter, NoWeekly, Person, Return
from maap.storage.trail import record, record_by_the_house

WEEKLY = "weekly"
A_WEEK = timedelta(days=6)
"""Nobody gets two weekly letters closer together than this."""
MOST = 3
"""Things that a weekly letter names; the rest is counted."""


@dataclass(frozen=True)
class _Owed:
    """Returns of one agency in one audit that are due on the same day and not handed in."""

    audit: Audit
    agency: Agency
    due: date
    returns: int


def remind_returns(session: Session, now: datetime) -> int:
    """Write to agencies whose returns are due soon or late, by the steps of the audit's timetable.

    On working days only; each step once. It holds no case, only how many. Returns how many letters were written.
    """
    today = now.astimezone(LONDON).date()
    if not is_working_day(today, around(today)):
        return 0
    texts, name, letters = in_force(session, shipped_letters(settings().config)), partnership_name(session), 0
    for owed in _owed(session):
        reached = rung(Terms.model_validate(owed.audit.terms).timetable, owed.due, today)
        if reached is None:
            continue
        for person in _told(session, owed, reached):
            letters += _write(session, owed, reached, person, texts[reached], name, now)
    if letters:
        record_by_the_house(session, now, "reminded agencies of their returns", letters=letters)
    return letters


def write_weekly(session: Session, actor: Actor, waiting: Sequence[str]) -> bool:
    """Once a week, to somebody for whom something waits and who did not stop these letters."""
    audits_of(session, actor)
    if not waiting or session.get(NoWeekly, actor.person_id) is not None:
        return False
    lately = select(Letter.id).where(
        Letter.person_id == actor.person_id, Letter.kind == WEEKLY, col(Letter.written_at) > actor.now - A_WEEK
    )
    if session.exec(lately).first() is not None:
        return False
    text = in_force(session, shipped_letters(settings().config))[WEEKLY]
    lines = [f"• {one}" for one in waiting[:MOST]]
    if len(waiting) > MOST:
        lines.append(f"• and {counted(len(waiting) - MOST, 'more thing')}")
    facts = {
        "name": actor.name,
        "partnership": partnership_name(session),
        "waiting": "\n".join(lines),
        "count": counted(len(waiting), "thing"),
    }
    words = written(text, facts)
    session.add(
        Letter(person_id=actor.person_id, kind=WEEKLY, subject=words.subject, body=words.body, written_at=actor.now)
    )
    return True


def everybody(session: Session, now: datetime) -> list[Actor]:
    """Everybody active, as they would be signed in: for the round that looks what waits for each."""
    roles: dict[int, set[Role]] = {}
    for appointment in session.exec(select(Appointment)):
        roles.setdefault(appointment.person_id, set()).add(Role(appointment.role))
    people = session.exec(select(Person).where(col(Person.active)).order_by(col(Person.id)))
    return [Actor(p.id or 0, p.name, frozenset(roles.get(p.id or 0, ())), p.agency_id, now) for p in people]


def want_weekly(session: Session, actor: Actor, wanted: bool) -> None:
    """Somebody stops the weekly letters, or has them again. Only ever one's own."""
    row = session.get(NoWeekly, actor.person_id)
    if wanted and row is not None:
        session.delete(row)
    elif not wanted and row is None:
        session.add(NoWeekly(person_id=actor.person_id))
    else:
        return
    record(session, actor, "chose whether to have weekly letters", wanted=wanted)


def _owed(session: Session) -> Iterable[_Owed]:
    rows = session.execute(
        sa.select(Audit, Agency, col(Return.due), sa.func.count(col(Return.id)))
        .join(Return, col(Return.audit_id) == Audit.id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .join(Case, col(Case.id) == Return.case_id)
        .where(
            col(Audit.stage) == Stage.FIELDWORK, col(Case.status) == "drawn", col(Return.state).in_(OPEN_FOR_ANSWERS)
        )
        .group_by(col(Audit.id), col(Agency.id), col(Return.due))
        .order_by(col(Audit.id), col(Agency.id), col(Return.due))
    ).all()
    return [_Owed(audit, agency, due, returns) for audit, agency, due, returns in rows]


def _told(session: Session, owed: _Owed, reached: Reminder) -> list[Person]:
    """The agency's lead; its auditors while it can still be in time; at the last step the coordinators."""
    if reached is Reminder.ESCALATED:
        lead = lead_of(session, owed.audit.id or 0, owed.agency.id or 0)
        held = select(Appointment.person_id).where(Appointment.role == Role.COORDINATOR)
        return [
            *([lead] if lead else []),
            *session.exec(select(Person).where(col(Person.active), col(Person.id).in_(held))),
        ]
    of_these = (
        col(Return.audit_id) == owed.audit.id,
        col(Return.agency_id) == owed.agency.id,
        col(Return.due) == owed.due,
        col(Return.state).in_(OPEN_FOR_ANSWERS),
    )
    return answering(session, owed.audit.id or 0, owed.agency.id or 0, *of_these)


def _write(
    session: Session, owed: _Owed, reached: Reminder, person: Person, text: LetterText, name: str, now: datetime
) -> int:
    kind = f"{reached} {owed.agency.key} {owed.due}"
    before = select(Letter.id).where(
        Letter.audit_id == owed.audit.id,
        Letter.person_id == person.id,
        Letter.kind == kind,
    )
    if session.exec(before).first() is not None:
        return 0
    said = owed_in_words(owed.returns, reached is not Reminder.SOON)
    theirs = person.agency_id == owed.agency.id
    facts = {
        "name": person.name,
        "partnership": name,
        "audit": f"{owed.audit.reference} {owed.audit.title}",
        "due": spoken(owed.due),
        "waiting": said if theirs else said.replace("your agency", owed.agency.name),
        "count": str(owed.returns),
    }
    words = written(text, facts)
    session.add(posted(owed.audit.id, person.id, kind, words, now))
    session.flush()
    return 1
