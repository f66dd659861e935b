"""What the return's own agency answered in the last audit of the same case, or of itself."""

from collections.abc import Mapping
from types import MappingProxyType

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import ReturnSeat, return_seat
from maap.domain import last_time as domain
from maap.domain.fieldwork import ANSWERED
from maap.domain.last_time import LastTime
from maap.domain.people import LONDON, Actor, Permission
from maap.storage.forms import return_form
from maap.storage.tables import Agency, Answer, Audit, Case, Return

NOTHING: Mapping[str, LastTime] = MappingProxyType({})


def last_time(session: Session, actor: Actor, return_id: int) -> Mapping[str, LastTime]:
    """Earlier answers by question, for those who may answer the return: only what their own agency handed in.

    Those about the same case, by its reference in the lists; failing that, those of the last audit in which the agency
    answered once, about itself, when it answers once in this one too.
    """
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    found = _of_the_case(session, place) or _of_the_agency(session, place)
    if found is None:
        return NOTHING
    row, audit = found
    counted = sa.select(col(Answer.question_id), Answer.value).where(
        col(Answer.return_id) == row.id, col(Answer.counted)
    )
    answers: dict[str, object] = {question: value for question, value in session.execute(counted)}  # noqa: C416
    agency = session.get_one(Agency, row.agency_id)
    now = return_form(session, place.seat.audit, place.row, agency.key)
    then = return_form(session, audit, row, agency.key)
    return domain.last_time(now, then, answers, (row.submitted_at or actor.now).astimezone(LONDON).date())


def _of_the_case(session: Session, place: ReturnSeat) -> tuple[Return, Audit] | None:
    reference = place.case.cohort_reference
    if not domain.names_a_case(reference):
        return None
    return _latest(session, place, col(Case.cohort_reference) == reference)


def _of_the_agency(session: Session, place: ReturnSeat) -> tuple[Return, Audit] | None:
    """Only where both audits are about the agency itself: one return of it in each."""
    if _returns_in(session, place.row.agency_id, place.seat.id) != 1:
        return None
    latest = _latest(session, place, sa.true())
    if latest is None or _returns_in(session, place.row.agency_id, latest[0].audit_id) != 1:
        return None
    return latest


def _latest(session: Session, place: ReturnSeat, which: sa.ColumnElement[bool]) -> tuple[Return, Audit] | None:
    """The return that the agency handed in last in another audit."""
    found = session.execute(
        sa.select(Return, Audit)
        .join(Audit, col(Audit.id) == Return.audit_id)
        .join(Case, col(Case.id) == Return.case_id)
        .where(
            col(Return.agency_id) == place.row.agency_id,
            col(Return.audit_id) != place.seat.id,
            col(Return.state).in_(ANSWERED),
            col(Return.submitted_at).is_not(None),
            col(Audit.questionnaire).is_not(None),
            which,
        )
        .order_by(col(Return.submitted_at).desc(), col(Return.id).desc())
        .limit(1)
    ).first()
    return None if found is None else (found[0], found[1])


def _returns_in(session: Session, agency_id: int, audit_id: int) -> int:
    counted = (
        sa.select(sa.func.count())
        .select_from(Return)
        .join(Case, col(Case.id) == Return.case_id)
        .where(col(Return.agency_id) == agency_id, col(Return.audit_id) == audit_id, col(Case.status) == "drawn")
    )
    return int(session.execute(counted).scalar_one())
