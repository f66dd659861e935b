"""The coordinator gives an agency more time for the returns that it still owes."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import update
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage, must_be
from maap.domain.due_dates import refuse_day
from maap.domain.fieldwork import OPEN_FOR_ANSWERS
from maap.domain.invitations import more_time
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.domain.written_dates import spoken
from maap.outside.bank_holidays import around
from maap.storage.agency_leads import answering
from maap.storage.letter_texts import posted, worded
from maap.storage.pulse import beat
from maap.storage.tables import Agency, Case, Return
from maap.storage.trail import record


def give_more_time(session: Session, actor: Actor, audit_id: int, agency_id: int, until: date) -> int:
    """Let an agency's returns that are not in be due on a later day; whoever answers them, and its lead, are told.

    A return that is due later already keeps its day. Returns how many were moved. Raises WrongStage, and Problem when
    nobody works that day, it has passed, or nothing is owed that would be due later then.
    """
    place = seat(session, actor, audit_id, Permission.MOVE_STAGE)
    must_be(Stage(place.audit.stage), Stage.FIELDWORK)
    refuse_day(until, actor.today, around(until))
    owed = session.execute(
        select(col(Return.id), col(Return.due))
        .join(Case, col(Case.id) == Return.case_id)
        .where(
            Return.audit_id == audit_id,
            Return.agency_id == agency_id,
            col(Return.state).in_(OPEN_FOR_ANSWERS),
            Case.status == "drawn",
        )
    ).all()
    if not owed:
        raise Problem("This agency has handed in everything that it was asked for. There is nothing to move.")
    moved = [one.id for one in owed if one.due < until]
    if not moved:
        raise Problem(f"Its returns are due on {spoken(min(one.due for one in owed))} already. Choose a later day.")
    session.execute(update(Return).where(col(Return.id).in_(moved)).values(due=until))
    letters = _tell(session, place, agency_id, until, moved)
    beat(session, audit_id)
    about = f"agency {agency_id}"
    facts = {"due": until.isoformat(), "returns": len(moved), "letters": letters}
    record(session, actor, "gave an agency more time", audit_id=audit_id, about=about, **facts)
    return len(moved)


def _tell(session: Session, place: Seat, agency_id: int, until: date, moved: Collection[int]) -> int:
    """Write to the agency's lead, and to everybody who answers one of these returns. How many letters."""
    agency, named = session.get_one(Agency, agency_id), f"{place.audit.reference} {place.audit.title}"
    told = answering(session, place.id, agency_id, col(Return.id).in_(moved))
    for person in told:
        words = worded(session, more_time, name=person.name, agency=agency.name, audit=named, due=until)
        session.add(posted(place.id, person.id, "more time", words, place.actor.now))
    return len(told)
