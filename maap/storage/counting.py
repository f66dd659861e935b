"""What is counted, as SQL: from the answers of an open audit, from the frozen figures of a closed one.

Every statement has the columns of a Figure: agency_id, theme_id, polarity, domain, grade, n.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, Subquery, distinct, func, literal, select, union_all
from sqlmodel import col

from maap.domain.audit import Stage
from maap.domain.fieldwork import COUNTED
from maap.domain.measures import Measure
from maap.storage.compared import COMPARED
from maap.storage.counted_rows import COLUMNS, drawn, of_returns, row
from maap.storage.findings import standing
from maap.storage.tables import Answer, Audit, Case, Figure, Finding, FindingTheme, PanelGrade, Return, ThemeMark


def counts(audit: Audit, measure: Measure) -> Subquery:
    """A measure of one audit, to select from."""
    statement = _frozen(audit.id or 0, measure) if audit.stage == Stage.CLOSED else live(audit.id or 0, measure)
    return statement.subquery("counts")


def counts_across(audits: Sequence[Audit], measure: Measure, agency_id: int) -> Subquery:
    """A measure of several audits for one agency, with the audit beside it: one statement, however many there are."""
    closed = [audit.id for audit in audits if audit.stage == Stage.CLOSED]
    frozen = select(col(Figure.audit_id), *(getattr(Figure, name) for name in COLUMNS)).where(
        col(Figure.audit_id).in_(closed), col(Figure.measure) == measure, col(Figure.agency_id) == agency_id
    )
    going_on = [(audit.id or 0, live(audit.id or 0, measure).subquery()) for audit in audits if audit.id not in closed]
    parts = [
        select(literal(audit_id).label("audit_id"), *(now.c[name] for name in COLUMNS)).where(
            now.c.agency_id == agency_id
        )
        for audit_id, now in going_on
    ]
    return union_all(frozen, *parts).subquery("across")


def live(audit_id: int, measure: Measure) -> Any:
    """A measure of an audit as its answers have it now."""
    match measure:
        case Measure.CASES:
            return row(n=func.count()).select_from(Case).where(col(Case.audit_id) == audit_id, drawn())
        case Measure.RETURNS:
            return of_returns(audit_id, grade=col(Return.state), n=func.count()).group_by(
                col(Return.agency_id), col(Return.state)
            )
        case Measure.GRADES:
            return _grades(audit_id)
        case Measure.PANEL:
            return _panel(audit_id)
        case Measure.THEMES:
            return union_all(*_themes(audit_id))
        case Measure.FINDINGS:
            return union_all(*_findings(audit_id))
        case _:
            return COMPARED[measure](audit_id)


def _frozen(audit_id: int, measure: Measure) -> Select[Any]:
    return select(*(getattr(Figure, name) for name in COLUMNS)).where(
        col(Figure.audit_id) == audit_id, col(Figure.measure) == measure
    )


def _grades(audit_id: int) -> Select[Any]:
    domain, grade = col(Answer.domain), col(Answer.grade)
    return (
        of_returns(audit_id, domain=domain, grade=grade, n=func.count())
        .join(Answer, col(Answer.return_id) == Return.id)
        .where(col(Return.state).in_(COUNTED), col(Answer.counted), grade > "")
        .group_by(col(Return.agency_id), domain, grade)
    )


def _panel(audit_id: int) -> Select[Any]:
    domain, grade = col(PanelGrade.domain), col(PanelGrade.grade)
    return (
        row(domain=domain, grade=grade, n=func.count())
        .select_from(PanelGrade)
        .join(Case, col(Case.id) == PanelGrade.case_id)
        .where(col(PanelGrade.audit_id) == audit_id, drawn())
        .group_by(domain, grade)
    )


def _themes(audit_id: int) -> tuple[Select[Any], ...]:
    """Returns, not marks: a return that names a theme in three domains is one return."""
    theme, polarity, domain = col(ThemeMark.theme_id), col(ThemeMark.polarity), col(ThemeMark.domain)
    whole = {"theme_id": theme, "polarity": polarity}
    return tuple(
        of_returns(audit_id, n=func.count(distinct(col(ThemeMark.return_id))), **kept)
        .join(ThemeMark, col(ThemeMark.return_id) == Return.id)
        .where(col(Return.state).in_(COUNTED), col(ThemeMark.counted), *([domain > ""] if "domain" in kept else []))
        .group_by(col(Return.agency_id), *kept.values())
        for kept in ({}, {"domain": domain}, whole, whole | {"domain": domain})
    )


def _findings(audit_id: int) -> tuple[Select[Any], ...]:
    """Findings, not sources: one that rests on ten answers is one. Only themes that the team confirmed."""
    theme, polarity, domain = col(FindingTheme.theme_id), col(Finding.polarity), col(Finding.domain)
    whole = {"theme_id": theme, "polarity": polarity}
    return tuple(
        row(n=func.count(distinct(col(Finding.id))), **kept)
        .select_from(Finding)
        .join(FindingTheme, col(FindingTheme.finding_id) == Finding.id)
        .where(
            standing(audit_id),
            col(FindingTheme.confirmed_by).is_not(None),
            *([domain > ""] if "domain" in kept else []),
        )
        .group_by(*kept.values())
        .having(func.count() > 0)
        for kept in ({}, {"domain": domain}, whole, whole | {"domain": domain})
    )
