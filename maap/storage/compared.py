"""What is counted beside each other, as SQL: an agency beside the panel, two themes, strength and area, due and in."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Select, String, and_, case, cast, distinct, func, literal, select, union_all
from sqlalchemy.orm import aliased
from sqlmodel import col

from maap.domain.fieldwork import COUNTED, HANDED_IN
from maap.domain.measures import IN_TIME, TOO_LATE, Measure
from maap.storage.case_counts import of_domains, of_kinds
from maap.storage.counted_rows import drawn, of_returns, row
from maap.storage.tables import Answer, Case, PanelGrade, Return, ThemeMark


def _lines(audit_id: int) -> Select[Any]:
    question, grade = col(Answer.question_id), col(Answer.grade)
    return (
        of_returns(audit_id, domain=question, grade=grade, n=func.count())
        .join(Answer, col(Answer.return_id) == Return.id)
        .where(col(Return.state).in_(COUNTED), col(Answer.counted), grade > "")
        .group_by(col(Return.agency_id), question, grade)
    )


def _shift(audit_id: int) -> Select[Any]:
    domain, own, agreed = col(Answer.domain), col(Answer.grade), col(PanelGrade.grade)
    same = and_(col(PanelGrade.case_id) == Return.case_id, col(PanelGrade.domain) == domain)
    return (
        of_returns(audit_id, domain=domain, grade=own, polarity=agreed, n=func.count())
        .join(Answer, col(Answer.return_id) == Return.id)
        .join(PanelGrade, same)
        .where(col(Return.state).in_(COUNTED), col(Answer.counted), own > "")
        .group_by(col(Return.agency_id), domain, own, agreed)
    )


def _pairs(audit_id: int) -> Select[Any]:
    one, other = aliased(ThemeMark), aliased(ThemeMark)
    first, second = col(one.theme_id), col(other.theme_id)
    return (
        row(theme_id=first, grade=cast(second, String), n=func.count(distinct(col(one.return_id))))
        .select_from(Return)
        .join(Case, col(Case.id) == Return.case_id)
        .join(one, and_(col(one.return_id) == Return.id, col(one.counted)))
        .join(other, and_(col(other.return_id) == Return.id, col(other.counted), second > first))
        .where(col(Return.audit_id) == audit_id, drawn(), col(Return.state).in_(COUNTED))
        .group_by(first, second)
    )


def _both(audit_id: int) -> Select[Any]:
    strength, area = (
        func.max(case((col(ThemeMark.polarity) == side, 1), else_=0)).label(side) for side in ("strength", "area")
    )
    named = (
        select(col(Return.case_id).label("case_id"), col(ThemeMark.theme_id).label("theme_id"), strength, area)
        .join(Case, col(Case.id) == Return.case_id)
        .join(ThemeMark, and_(col(ThemeMark.return_id) == Return.id, col(ThemeMark.counted)))
        .where(col(Return.audit_id) == audit_id, drawn(), col(Return.state).in_(COUNTED))
        .group_by(col(Return.case_id), col(ThemeMark.theme_id))
        .subquery("named")
    )
    side = case(
        (and_(named.c.strength == 1, named.c.area == 1), "both"), (named.c.strength == 1, "strength"), else_="area"
    )
    return row(theme_id=named.c.theme_id, polarity=side, n=func.count()).group_by(named.c.theme_id, side)


def _timely(audit_id: int) -> Select[Any]:
    handed_in = func.date(col(Return.submitted_at))
    kept = case((handed_in <= col(Return.due), IN_TIME), else_=TOO_LATE)
    return (
        of_returns(audit_id, grade=kept, n=func.count())
        .where(col(Return.state).in_(HANDED_IN), col(Return.submitted_at).is_not(None))
        .group_by(col(Return.agency_id), kept)
    )


def _arrivals(audit_id: int) -> Any:
    due, came = cast(col(Return.due), String), cast(func.date(col(Return.submitted_at)), String)
    is_in = and_(col(Return.state).in_(HANDED_IN), col(Return.submitted_at).is_not(None))
    whole = (
        (literal("due"), due, literal(True)),
        (literal("in"), came, is_in),
    )
    return union_all(
        *(
            row(polarity=which, grade=day, n=func.count())
            .select_from(Return)
            .join(Case, col(Case.id) == Return.case_id)
            .where(col(Return.audit_id) == audit_id, drawn(), kept)
            .group_by(day)
            for which, day, kept in whole
        )
    )


COMPARED: dict[Measure, Callable[[int], Any]] = {
    Measure.LINES: _lines,
    Measure.SHIFT: _shift,
    Measure.PAIRS: _pairs,
    Measure.BOTH: _both,
    Measure.TIMELY: _timely,
    Measure.ARRIVALS: _arrivals,
    Measure.CASE_DOMAINS: of_domains,
    Measure.CASE_KINDS: of_kinds,
}
