"""Grades that stand beside each other: agencies' own about the same case, and the panel's beside theirs."""

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.domain.panels import READ_OUT
from maap.storage.tables import Answer, Case, PanelGrade, Return

Pairs = dict[str, list[tuple[str, str, int]]]
"""By domain: an agency's own grade, the panel's, and how often they stand side by side."""


def grades_given(session: Session, audits: Sequence[int]) -> dict[int, dict[str, list[dict[str, int]]]]:
    """For each audit and domain: of each case, how often agencies gave themselves each grade."""
    rows = session.execute(
        sa.select(col(Return.audit_id), col(Answer.domain), col(Return.case_id), col(Answer.grade), sa.func.count())
        .join(Answer, col(Answer.return_id) == Return.id)
        .join(Case, sa.and_(col(Case.id) == Return.case_id, col(Case.status) == "drawn"))
        .where(col(Return.audit_id).in_(audits), col(Return.state).in_(READ_OUT), *_is_a_grade())
        .group_by(col(Return.audit_id), col(Answer.domain), col(Return.case_id), col(Answer.grade))
    )
    cases: dict[tuple[int, str, int], dict[str, int]] = defaultdict(dict)
    for audit_id, domain, case_id, grade, n in rows:
        cases[audit_id, domain, case_id][grade] = n
    found: dict[int, dict[str, list[dict[str, int]]]] = defaultdict(lambda: defaultdict(list))
    for (audit_id, domain, _), grades in cases.items():
        found[audit_id][domain].append(grades)
    return found


def grades_beside(session: Session, audits: Sequence[int]) -> dict[int, Pairs]:
    """For each audit and domain: agencies' own grades beside the panel's."""
    columns = (col(PanelGrade.audit_id), col(PanelGrade.domain), col(Answer.grade), col(PanelGrade.grade))
    rows = session.execute(
        sa.select(*columns, sa.func.count())
        .select_from(PanelGrade)
        .join(Case, sa.and_(col(Case.id) == PanelGrade.case_id, col(Case.status) == "drawn"))
        .join(Return, sa.and_(col(Return.case_id) == PanelGrade.case_id, col(Return.state).in_(READ_OUT)))
        .join(Answer, sa.and_(col(Answer.return_id) == Return.id, col(Answer.domain) == PanelGrade.domain))
        .where(col(PanelGrade.audit_id).in_(audits), *_is_a_grade())
        .group_by(*columns)
    )
    found: dict[int, Pairs] = defaultdict(lambda: defaultdict(list))
    for audit_id, domain, own, agreed, n in rows:
        found[audit_id][domain].append((own, agreed, n))
    return found


def _is_a_grade() -> tuple[sa.ColumnElement[bool], ...]:
    return sa.and_(col(Answer.counted)), col(Answer.grade) != ""
