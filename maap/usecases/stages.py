"""The coordinator moves an audit on, or back with a reason.

Signing makes an audit agreed (`usecases.terms`), and closing freezes its figures (`usecases.figures`).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage, WrongStage, move
from maap.domain.commitment import Commitment
from maap.domain.due_dates import returns_due
from maap.domain.fieldwork import HANDED_IN
from maap.domain.invitations import returns_open
from maap.domain.people import Actor, Permission, Role
from maap.domain.problems import Problem
from maap.domain.standing import BACK, FORWARD, GoingBack, in_the_way
from maap.domain.terms import Terms
from maap.outside.bank_holidays import around
from maap.storage.composed import composed
from maap.storage.dealing import deal
from maap.storage.forms import freeze
from maap.storage.letter_texts import posted, worded
from maap.storage.pulse import beat
from maap.storage.standing import standing
from maap.storage.tables import (
    Appointment,
    Audit,
    Case,
    NamedAuditor,
    Participation,
    Person,
    Return,
)
from maap.storage.trail import record


def move_on(session: Session, actor: Actor, audit_id: int, to: Stage, despite_outstanding: bool = False) -> None:
    """Move an audit to its next stage, with everything that belongs to it, or to none of it.

    Opening fieldwork freezes the questionnaire, deals the returns and writes to leads and auditors.
    ``despite_outstanding``: the coordinator has seen which returns are not in, and goes on without them. Raises
    WrongStage, and Problem with all that stands in the way.
    """
    place = seat(session, actor, audit_id, Permission.MOVE_STAGE)
    at = Stage(place.audit.stage)
    move(at, to)
    if FORWARD.get(at) is not to:
        raise WrongStage(
            f"The move from “{at}” to “{to}” is not made here. Open the audit's page to see its next step."
        )
    if obstacles := in_the_way(standing(session, place.audit, actor.today), despite_outstanding):
        raise Problem("\n".join(obstacles))
    left = _outstanding(session, audit_id) if to is Stage.PANEL else []
    _moved(session, place, at, to)
    made = _open_fieldwork(session, place) if to is Stage.FIELDWORK else 0
    _leave_a_trace(session, place, at, to, returns=made, went_on_without=left)


def move_back(session: Session, actor: Actor, audit_id: int, to: Stage, reason: GoingBack | None) -> None:
    """Take an audit back a stage, for one of the listed reasons. Raises WrongStage, and Problem without a reason."""
    place = seat(session, actor, audit_id, Permission.MOVE_STAGE)
    at = Stage(place.audit.stage)
    back, reasons = BACK.get(at, (None, ()))
    if back is not to:
        raise WrongStage(
            f"An audit at the stage “{at}” does not go back to “{to}”. Reload the page to see where it is."
        )
    if reason is None or reason not in reasons:
        raise Problem("Choose why the audit goes back: one of the listed reasons.")
    _moved(session, place, at, move(at, to))
    if to is Stage.FIELDWORK:
        _write(session, place, _due(place), again=True)
    _leave_a_trace(session, place, at, to, reason=reason.value)


def _moved(session: Session, place: Seat, at: Stage, to: Stage) -> None:
    """Compare-and-set on the stage, so that two coordinators do not both make the move."""
    changed = session.execute(
        update(Audit).where(col(Audit.id) == place.id, col(Audit.stage) == at).values(stage=to.value)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise WrongStage("A colleague has just moved this audit. Reload the page to see where it is.")
    session.refresh(place.audit)


def _leave_a_trace(session: Session, place: Seat, at: Stage, to: Stage, **detail: Any) -> None:
    beat(session, place.id)
    record(session, place.actor, f"moved the audit to {to}", audit_id=place.id, before=at.value, **detail)


def _due(place: Seat) -> date:
    timetable = Terms.model_validate(place.audit.terms).timetable
    return returns_due(timetable, place.actor.today, around(place.actor.today))


def _open_fieldwork(session: Session, place: Seat) -> int:
    """Freeze the questionnaire, deal the returns, write the letters. How many returns there are."""
    freeze(place.audit, composed(session, Terms.model_validate(place.audit.terms)))
    place.audit.fieldwork_at = place.actor.now
    session.add(place.audit)
    session.flush()
    due = _due(place)
    made = deal(session, place.id, due)
    _write(session, place, due)
    return made


def _outstanding(session: Session, audit_id: int) -> list[int]:
    """Ids of the returns that are not in."""
    rows = (
        select(Return.id)
        .join(Case, col(Case.id) == Return.case_id)
        .where(Return.audit_id == audit_id, col(Return.state).not_in(HANDED_IN), Case.status == "drawn")
    )
    return [found for found in session.exec(rows.order_by(col(Return.id))) if found is not None]


def _write(session: Session, place: Seat, due: date, again: bool = False) -> None:
    """Put a letter into the outbox for every lead and auditor of the committed agencies."""
    audit = f"{place.audit.reference} {place.audit.title}"
    for person in _fieldworkers(session, place.id):
        words = worded(session, returns_open, name=person.name, audit=audit, due=due, again=again)
        session.add(posted(place.id, person.id, "returns open", words, place.actor.now))


def _fieldworkers(session: Session, audit_id: int) -> Iterable[Person]:
    """Active leads and named auditors of the agencies that committed, each once."""
    committed = select(Participation.agency_id).where(
        Participation.audit_id == audit_id, Participation.answer == Commitment.COMMITTED
    )
    leads = select(Appointment.person_id).where(Appointment.role == Role.AGENCY_LEAD)
    named = select(NamedAuditor.person_id).where(NamedAuditor.audit_id == audit_id)
    return session.exec(
        select(Person)
        .where(
            col(Person.active),
            col(Person.agency_id).in_(committed),
            col(Person.id).in_(leads) | col(Person.id).in_(named),
        )
        .order_by(col(Person.id))
    )
