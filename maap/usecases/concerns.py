"""An immediate concern is recorded, acknowledged, and escalated when nobody acknowledges it in time."""

from datetime import datetime
from functools import partial

from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.concerns import NewConcern, Outcome, due_at, hours, raised_as, refuse_wrong_time
from maap.domain.fitting import Overtaken
from maap.domain.lane_letters import concern_overdue, concern_recorded
from maap.domain.people import GRANTS, Actor, NotYours, Permission
from maap.domain.posting import CONCERN, CONCERN_OVERDUE
from maap.domain.problems import Problem
from maap.domain.terms import Terms
from maap.outside.bank_holidays import around
from maap.storage.lane_letters import named, watchers, write_to_watchers
from maap.storage.pulse import beat
from maap.storage.revisions import changed
from maap.storage.tables import Audit, Case, ImmediateConcern
from maap.storage.trail import record, record_by_the_house


def raise_concern(session: Session, actor: Actor, audit_id: int, given: NewConcern) -> int:
    """Record that the safeguarding route was used. Returns the concern's id; the same press twice gives one concern.

    Raises Problem when the time is still to come or long ago, and NotYours for a case of another audit.
    """
    place = seat(session, actor, audit_id, Permission.RAISE_CONCERN)
    refuse_wrong_time(given.told_at, actor.now)
    _refuse_foreign(session, place, given.case_id)
    if (twin := _twin(session, actor, audit_id, given)) is not None:
        return twin
    terms = Terms.model_validate(place.audit.terms)
    row = ImmediateConcern(
        audit_id=audit_id,
        case_id=given.case_id,
        told_at=given.told_at,
        told_whom=given.told_whom.name,
        told_by=given.told_by.name,
        agency_id=actor.agency_id,
        raised_by=actor.person_id,
        raised_as=raised_as(role for role in place.roles if Permission.RAISE_CONCERN in GRANTS[role]),
        raised_at=actor.now,
        due_at=due_at(actor.now, terms.concern_hours, around(actor.today)),
    )
    session.add(row)
    session.flush()
    worded = partial(concern_recorded, audit=named(place.audit), due=row.due_at)
    letters = write_to_watchers(session, audit_id, worded, CONCERN, actor.now)
    beat(session, audit_id)
    about = f"concern {row.id}"
    record(session, actor, "recorded an immediate concern", audit_id=audit_id, about=about, letters=letters)
    return row.id or 0


def acknowledge(session: Session, actor: Actor, audit_id: int, concern_id: int, outcome: Outcome, seen: int) -> None:
    """Stop the clock and say what was found. A second person does it, so that two know, where there is a second.

    Raises Overtaken when a colleague acknowledged meanwhile, and Problem.
    """
    place = seat(session, actor, audit_id, Permission.WATCH_CONCERNS)
    row = session.get(ImmediateConcern, concern_id)
    if row is None or row.audit_id != place.id:
        raise NotYours("concern")
    if row.acknowledged_at is not None:
        raise Problem("A colleague has already acknowledged this concern. Nothing more is needed here.")
    if row.raised_by == actor.person_id and any(one.id != actor.person_id for one in watchers(session)):
        raise Problem(
            "You recorded this concern yourself, and a second person should know of it. Ask the chair or another "
            "coordinator to acknowledge it."
        )
    values = {"acknowledged_at": actor.now, "acknowledged_by": actor.person_id, "outcome": outcome.name}
    if not changed(session, ImmediateConcern, concern_id, seen, **values):
        raise Overtaken
    beat(session, audit_id)
    record(
        session,
        actor,
        "acknowledged an immediate concern",
        audit_id=audit_id,
        about=f"concern {concern_id}",
        hours=round(hours(row.raised_at, actor.now), 1),
        late=actor.now > row.due_at,
    )


def escalate_due(session: Session, now: datetime) -> int:
    """Write once to everybody who watches, for each concern whose clock ran out. Returns how many were escalated.

    It can be called at any time and as often as one likes: by a timetable, and by the pages of those who watch.
    """
    overdue = session.exec(
        select(ImmediateConcern)
        .where(
            col(ImmediateConcern.acknowledged_at).is_(None),
            col(ImmediateConcern.escalated_at).is_(None),
            col(ImmediateConcern.due_at) < now,
        )
        .order_by(col(ImmediateConcern.due_at))
    ).all()
    for row in overdue:
        row.escalated_at = now
        session.add(row)
        audit = session.get_one(Audit, row.audit_id)
        worded = partial(concern_overdue, audit=named(audit), due=row.due_at)
        letters = write_to_watchers(session, row.audit_id, worded, CONCERN_OVERDUE, now)
        record_by_the_house(session, now, "escalated an immediate concern", concern=row.id, letters=letters)
    return len(overdue)


def _refuse_foreign(session: Session, place: Seat, case_id: int | None) -> None:
    if case_id is None:
        return
    of_this_audit = select(Case.id).where(col(Case.id) == case_id, Case.audit_id == place.id)
    if session.exec(of_this_audit).first() is None:
        raise NotYours("case")


def _twin(session: Session, actor: Actor, audit_id: int, given: NewConcern) -> int | None:
    """The concern that an impatient second press would record once more."""
    return session.exec(
        select(ImmediateConcern.id).where(
            ImmediateConcern.audit_id == audit_id,
            ImmediateConcern.raised_by == actor.person_id,
            ImmediateConcern.case_id == given.case_id,
            ImmediateConcern.told_at == given.told_at,
            ImmediateConcern.told_whom == given.told_whom.name,
        )
    ).first()
