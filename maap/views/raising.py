"""Where an issue of one agency can be raised: beside a case that is read, and from a return that tells of one."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, func, select

from maap.access import Seat, return_seat, seat
from maap.domain.issues import TELLS, RaisedAs, tells_of_an_issue
from maap.domain.people import Actor, Permission
from maap.storage.tables import Agency, AgencyIssue, Answer, Participation


@dataclass(frozen=True)
class Choice:
    """An agency that an issue can be raised with."""

    agency_id: int
    name: str


@dataclass(frozen=True)
class Offer:
    """What a return tells of: an issue that can be raised from it. ``raised``: it has been."""

    audit_id: int
    answer_id: int
    case: str
    raised: bool
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class AtCase:
    """What somebody who reads a case may know of issues: how many were sent, never their words."""

    sent: int
    choices: tuple[Choice, ...]


def at_case(session: Session, actor: Actor, audit_id: int, case_id: int) -> AtCase:
    """For somebody who reads all agencies' returns of a case: how many issues were sent from there, and to whom to."""
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    sent = select(func.count()).where(
        AgencyIssue.audit_id == audit_id,
        AgencyIssue.case_id == case_id,
        col(AgencyIssue.raised_as).in_([RaisedAs.PANEL, RaisedAs.COORDINATOR]),
    )
    return AtCase(session.exec(sent).one(), choices(session, place))


def offer(session: Session, actor: Actor, return_id: int) -> Offer | None:
    """What a return tells of, for those who may read it and raise it. None when it tells of no issue."""
    place = return_seat(session, actor, return_id, Permission.READ_RETURN)
    if not place.seat.may(Permission.RAISE_ISSUE):
        return None
    rows = session.execute(
        sa.select(Answer, col(AgencyIssue.id))
        .join(AgencyIssue, col(AgencyIssue.answer_id) == Answer.id, isouter=True)
        .where(
            col(Answer.return_id) == return_id,
            col(Answer.counted),
            col(Answer.question_id).startswith(TELLS, autoescape=True),
        )
        .order_by(col(Answer.id))
    )
    told = [(row, raised) for row, raised in rows if tells_of_an_issue(row.question_id, row.value)]
    if not told:
        return None
    row, raised = next((one for one in told if one[1] is None), told[0])
    whom = choices(session, place.seat) if raised is None else ()
    return Offer(place.seat.id, row.id or 0, place.case.reference, raised is not None, whom)


def choices(session: Session, place: Seat) -> tuple[Choice, ...]:
    """The agencies of an audit, in the partnership's order."""
    rows = session.execute(
        sa.select(col(Agency.id), col(Agency.name))
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(col(Participation.audit_id) == place.id)
        .order_by(col(Agency.position), col(Agency.id))
    )
    return tuple(Choice(agency_id, name) for agency_id, name in rows)
