"""Which returns stand behind a bar or a cell of the further measures, as SQL conditions on a return.

They mirror what is counted in `maap.storage.compared`: a bar that says three has three behind it.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import String, and_, cast, false, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from maap.domain.fieldwork import COUNTED, HANDED_IN, ReturnState
from maap.domain.issues import IssueState
from maap.domain.ladders import Ladder
from maap.storage.tables import AgencyIssue, Answer, Case, PanelGrade, Return, ThemeMark

Conditions = list[Any]


def line_of_enquiry(ladder: Ladder, row: str, column: str) -> Conditions:
    """Returns that grade a question, at one level or at any."""
    at = _place(column, len(ladder.rungs))
    levels = [rung.key for rung in (ladder.rungs if at is None else ladder.rungs[at : at + 1])]
    graded = (
        select(Answer.id)  # type: ignore[call-overload]
        .where(col(Answer.return_id) == Return.id, col(Answer.counted))
        .where(col(Answer.question_id) == row, col(Answer.grade).in_(levels))
        .exists()
    )
    return [col(Return.state).in_(COUNTED), graded]


def shifted(scales: Sequence[Ladder], row: str, column: str) -> Conditions:
    """Returns whose grade of a domain the panel lowered (0), shared (1) or raised (2)."""
    way = _place(column, 3)
    ladder = next((each for each in scales if row in {domain.key for domain in each.domains}), None)
    if ladder is None:
        return [false()]
    moved = [
        and_(col(Answer.grade) == own.key, col(PanelGrade.grade) == agreed.key)
        for at, own in enumerate(ladder.rungs)
        for to, agreed in enumerate(ladder.rungs)
        if way is None or 1 - ((to > at) - (to < at)) == way  # best rung first
    ]
    beside = (
        select(Answer.id)  # type: ignore[call-overload]
        .join(PanelGrade, and_(col(PanelGrade.case_id) == Return.case_id, col(PanelGrade.domain) == col(Answer.domain)))
        .where(col(Answer.return_id) == Return.id, col(Answer.counted), col(Answer.domain) == row, or_(*moved))
        .correlate(Return)
        .exists()
    )
    return [col(Return.state).in_(COUNTED), beside]


def timely(row: str, column: str) -> Conditions:
    """Returns of an agency that came in time (0) or late (1)."""
    way, came = _place(column, 2), func.date(col(Return.submitted_at))
    kept: Conditions = [col(Return.agency_id) == _number(row), col(Return.state).in_(HANDED_IN)]
    kept.append(col(Return.submitted_at).is_not(None))
    if way is not None:
        kept.append(came <= col(Return.due) if way == 0 else came > col(Return.due))
    return kept


def of_day(row: str, _column: str) -> Conditions:
    """Returns that were due on a day or came on it."""
    came = cast(func.date(col(Return.submitted_at)), String) == row
    return [or_(cast(col(Return.due), String) == row, and_(col(Return.state).in_(HANDED_IN), came))]


def theme_in_domain(row: str, column: str) -> Conditions:
    """Returns that name a theme as an area for development, in one domain or in any."""
    return [col(Return.state).in_(COUNTED), _names(_number(row), "area", column)]


def theme_of_agency(row: str, column: str, domain: str) -> Conditions:
    """Returns of an agency that name a theme as an area for development."""
    kept: Conditions = [col(Return.state).in_(COUNTED), _names(_number(row), "area", domain)]
    return [*kept, col(Return.agency_id) == _number(column)] if column else kept


def pair(row: str, _column: str) -> Conditions:
    """Returns that name both themes."""
    one, _, other = row.partition("/")
    return [col(Return.state).in_(COUNTED), _names(_number(one)), _names(_number(other))]


def both(row: str, column: str) -> Conditions:
    """Returns of cases in which a theme is a strength alone (0), an area alone (1), or both (2)."""
    way, theme = _place(column, 3), _number(row)
    strong, weak = (_case_names(theme, side) for side in ("strength", "area"))
    ways: Mapping[int | None, Conditions] = {0: [strong, ~weak], 1: [~strong, weak], 2: [strong, weak], None: []}
    return [col(Return.state).in_(COUNTED), _names(theme), *ways[way]]


def stratum(row: str, _column: str) -> Conditions:
    """Returns of the cases drawn from a group."""
    return [col(Case.stratum) == row]


def progress(which: str, today: date | None) -> Conditions:
    """Returns that are «in», «under way», «not started» or «late» today, or «all»; without a day nothing is late."""
    is_in, started = col(Return.state).in_(HANDED_IN), col(Return.state) != ReturnState.NOT_STARTED
    late: Any = col(Return.due) < today if today else false()
    conditions: Mapping[str, Conditions] = {
        "all": [],
        "in": [is_in],
        "under way": [~is_in, ~late, started],
        "not started": [~is_in, ~late, ~started],
        "late": [~is_in, late],
    }
    return conditions.get(which, [false()])


def names_theme(row: str, polarity: str) -> Conditions:
    """Returns that name a theme, as a strength, as an area, or as either."""
    return [col(Return.state).in_(COUNTED), _names(_number(row), polarity)]


def graded(domain: str, levels: Sequence[str]) -> Any:
    """Whether a return grades a domain at one of these levels."""
    return (
        select(Answer.id)  # type: ignore[call-overload]
        .where(col(Answer.return_id) == Return.id, col(Answer.counted))
        .where(col(Answer.domain) == domain, col(Answer.grade).in_(levels))
        .exists()
    )


def issues(column: str) -> Conditions:
    """Issues that are closed (0) or not (1)."""
    closed = col(AgencyIssue.state) == IssueState.CLOSED
    ways: Mapping[int | None, Conditions] = {0: [closed], 1: [~closed], None: []}
    return ways[_place(column, 2)]


SIMPLE: Mapping[str, Callable[[str, str], Conditions]] = {
    "timely": timely,
    "arrivals": of_day,
    "theme_domains": theme_in_domain,
    "pairs": pair,
    "both": both,
    "sample": stratum,
}


def _names(theme_id: int, polarity: str = "", domain: str = "") -> Any:
    kept = [col(ThemeMark.polarity) == polarity] if polarity else []
    kept += [col(ThemeMark.domain) == domain] if domain else []
    return (
        select(ThemeMark.id)  # type: ignore[call-overload]
        .where(col(ThemeMark.return_id) == Return.id, col(ThemeMark.counted), col(ThemeMark.theme_id) == theme_id)
        .where(*kept)
        .exists()
    )


def _case_names(theme_id: int, polarity: str) -> Any:
    """Whether any counted return of the same case names it so."""
    other = aliased(Return)
    return (
        select(ThemeMark.id)  # type: ignore[call-overload]
        .join(other, col(other.id) == ThemeMark.return_id)
        .where(col(other.case_id) == Return.case_id, col(other.state).in_(COUNTED), col(ThemeMark.counted))
        .where(col(ThemeMark.theme_id) == theme_id, col(ThemeMark.polarity) == polarity)
        .correlate(Return)
        .exists()
    )


def _place(column: str, of: int) -> int | None:
    """Which part of a bar was clicked on; None for the whole bar."""
    digits = column.removeprefix("part-")
    return int(digits) if digits.isascii() and digits.isdigit() and int(digits[:3]) < of else None


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
