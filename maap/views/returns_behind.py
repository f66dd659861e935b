"""The returns behind a bar or a cell, for the audit's own team."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, false, select
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.disclosure import SHOWN, Withheld
from maap.domain.fieldwork import COUNTED, ReturnState
from maap.domain.ladders import ladders
from maap.domain.people import Actor, Permission
from maap.storage import behind
from maap.storage.forms import form
from maap.storage.tables import Agency, Answer, Case, PanelGrade, Return, ThemeMark
from maap.views.scene import audience_of

MOST_LISTED = 200


@dataclass(frozen=True)
class Picked:
    """What somebody clicked on; empty means any.

    ``progress``: «in», «under way», «not started», «late», or «all» of them. ``grades``: any of these levels;
    with ``panel`` the panel's, not the agency's. ``measure``: one of the further ones, with its ``row`` and ``column``.
    """

    agency_id: int | None = None
    domain: str = ""
    grades: tuple[str, ...] = ()
    theme_id: int | None = None
    polarity: str = ""
    progress: str = ""
    panel: bool = False
    measure: str = ""
    row: str = ""
    column: str = ""


@dataclass(frozen=True)
class Behind:
    """One return behind a figure. ``may_read``: whether the reader may open it; otherwise the panel's page has it."""

    return_id: int
    case_id: int
    case: str
    agency: str
    state: ReturnState
    may_read: bool


def returns_behind(session: Session, actor: Actor, audit_id: int, picked: Picked) -> tuple[Behind, ...]:
    """The returns that make up a figure, by case; 200 at most. Raises Withheld for readers outside the team."""
    place = seat(session, actor, audit_id, Permission.SEE_BEHIND)
    if not SHOWN[audience_of(place)].behind:
        raise Withheld
    statement = (
        select(Return.id, Return.case_id, Case.reference, Agency.short_name, Return.state)  # type: ignore[call-overload]
        .join(Case, col(Case.id) == Return.case_id)
        .join(Agency, col(Agency.id) == Return.agency_id)
        .where(col(Return.audit_id) == audit_id, col(Case.status) == "drawn", *_conditions(place, picked))
        .order_by(col(Case.number), col(Agency.position), col(Agency.id))
        .limit(MOST_LISTED)
    )
    may_read = place.may(Permission.READ_RETURN)
    return tuple(
        Behind(return_id, case_id, case, agency, ReturnState(state), may_read)
        for return_id, case_id, case, agency, state in session.execute(statement)
    )


def _conditions(place: Seat, picked: Picked) -> list[Any]:
    conditions: list[Any] = []
    if picked.agency_id is not None:
        conditions.append(col(Return.agency_id) == picked.agency_id)
    if picked.measure:
        return [*conditions, *_of_measure(place, picked)]
    if picked.progress:
        return [*conditions, *behind.progress(picked.progress, place.actor.today)]
    if picked.theme_id is not None:
        return [*conditions, col(Return.state).in_(COUNTED), _names_theme(picked)]
    if picked.panel:
        return [*conditions, _case_graded(picked)]
    return [*conditions, col(Return.state).in_(COUNTED), _graded(picked)]


def _of_measure(place: Seat, picked: Picked) -> list[Any]:
    if picked.measure in behind.SIMPLE:
        return behind.SIMPLE[picked.measure](picked.row, picked.column)
    scales = ladders(form(place.audit))
    match picked.measure:
        case "lines" if scales:
            return behind.line_of_enquiry(scales[0], picked.row, picked.column)
        case "shift":
            return behind.shifted(scales, picked.row, picked.column)
        case "theme_agencies":
            return behind.theme_of_agency(picked.row, picked.column, picked.domain)
    return [false()]


def _names_theme(picked: Picked) -> Any:
    return (
        select(ThemeMark.id)  # type: ignore[call-overload]
        .where(
            col(ThemeMark.return_id) == Return.id,
            col(ThemeMark.counted),
            col(ThemeMark.theme_id) == picked.theme_id,
            *([col(ThemeMark.polarity) == picked.polarity] if picked.polarity else []),
            *([col(ThemeMark.domain) == picked.domain] if picked.domain else []),
        )
        .exists()
    )


def _case_graded(picked: Picked) -> Any:
    same_case = and_(col(PanelGrade.case_id) == Return.case_id, col(PanelGrade.domain) == picked.domain)
    graded = [col(PanelGrade.grade).in_(picked.grades)] if picked.grades else []
    return select(PanelGrade.id).where(same_case, *graded).exists()  # type: ignore[call-overload]


def _graded(picked: Picked) -> Any:
    return (
        select(Answer.id)  # type: ignore[call-overload]
        .where(
            col(Answer.return_id) == Return.id,
            col(Answer.counted),
            *([col(Answer.domain) == picked.domain] if picked.domain else []),
            col(Answer.grade).in_(picked.grades) if picked.grades else col(Answer.grade) > "",
        )
        .exists()
    )
