"""What a panel's meeting decided about each of its cases, as the minutes say it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from maap.domain.learning import Polarity
from maap.domain.meeting import ActionAgreed, DecisionKind, FindingMade, GradeAgreed, Recommended
from maap.domain.panels import HOW, domain_names, scales
from maap.domain.questionnaire import Questionnaire
from maap.domain.recommendations import IN_WORDS, Kind
from maap.storage.findings import standing
from maap.storage.tables import (
    Action,
    Agency,
    AgencyIssue,
    Audit,
    Decision,
    Finding,
    FindingTheme,
    ImmediateConcern,
    Meeting,
    PanelGrade,
    Recommendation,
    Theme,
)

Lines = dict[int, list[Any]]
"""Lines of the minutes by the id of their case."""


@dataclass(frozen=True)
class Sitting:
    """A meeting of an audit, as long as it lasted until ``now`` at the latest."""

    session: Session
    audit: Audit
    meeting: Meeting
    now: datetime

    @property
    def until(self) -> datetime:
        """When it ended, or now."""
        return self.meeting.ended_at or self.now

    def decided(self, kind: DecisionKind) -> sa.Subquery:
        """The rows of a kind that were written in it: their case and their id."""
        rows = sa.select(col(Decision.case_id), col(Decision.row_id)).where(
            col(Decision.meeting_id) == self.meeting.id, col(Decision.kind) == kind
        )
        return rows.subquery()


def grades(sitting: Sitting, whole: Questionnaire, cases: Sequence[int]) -> Lines:
    """Grades that were recorded while the meeting lasted, in the questionnaire's order."""
    graded, names = scales(whole), domain_names(whole)
    rows = sitting.session.exec(
        select(PanelGrade).where(
            col(PanelGrade.case_id).in_(cases),
            col(PanelGrade.agreed_at) >= sitting.meeting.started_at,
            col(PanelGrade.agreed_at) <= sitting.until,
        )
    )
    order, found = list(graded), defaultdict(list)
    for row in sorted((row for row in rows if row.domain in graded), key=lambda row: order.index(row.domain)):
        level = graded[row.domain].level(row.grade)
        found[row.case_id].append(
            GradeAgreed(
                domain=names[row.domain],
                grade=level.label if level else row.grade,
                how=HOW["chair" if row.how == "chair" else "consensus"],
                reason=row.reason,
                dissent=row.dissent,
            )
        )
    return found


def findings(sitting: Sitting, domains: Mapping[str, str]) -> Lines:
    """Findings that stand, strengths first. One that was merged into another is that other one."""
    made = sitting.decided("finding")
    origin = aliased(Finding)
    rows = sitting.session.execute(
        sa.select(made.c.case_id, Finding)
        .distinct()
        .join(origin, col(origin.id) == made.c.row_id)
        .join(Finding, col(Finding.id) == sa.func.coalesce(col(origin.merged_into_id), col(origin.id)))
        .where(standing(sitting.audit.id or 0))
        .order_by(made.c.case_id, col(Finding.polarity).desc(), col(Finding.id))
    ).all()
    themes = _themes(sitting.session, [row.id or 0 for _, row in rows])
    found: Lines = defaultdict(list)
    for case_id, row in rows:
        found[case_id].append(
            FindingMade(
                polarity=Polarity(row.polarity).label,
                text=row.text,
                domain=domains.get(row.domain, ""),
                themes=tuple(themes[row.id or 0]),
            )
        )
    return found


def _themes(session: Session, findings: Sequence[int]) -> Lines:
    rows = session.execute(
        sa.select(col(FindingTheme.finding_id), col(Theme.name))
        .join(Theme, col(Theme.id) == FindingTheme.theme_id)
        .where(col(FindingTheme.finding_id).in_(findings))
        .order_by(col(FindingTheme.id))
    )
    found: Lines = defaultdict(list)
    for finding_id, name in rows:
        found[finding_id].append(name)
    return found


def recommended(sitting: Sitting) -> Lines:
    """Recommendations that a case's discussion led to, by case."""
    made = sitting.decided("recommendation")
    rows = sitting.session.execute(
        sa.select(made.c.case_id, Recommendation)
        .join(Recommendation, col(Recommendation.id) == made.c.row_id)
        .order_by(col(Recommendation.number))
    )
    found: Lines = defaultdict(list)
    for case_id, row in rows:
        found[case_id].append(Recommended(number=row.number, kind=IN_WORDS[Kind(row.kind)], text=row.text))
    return found


def actions(sitting: Sitting) -> Lines:
    """Actions that were agreed about a case, by case."""
    made = sitting.decided("action")
    rows = sitting.session.execute(
        sa.select(made.c.case_id, Action, col(Agency.short_name))
        .join(Action, col(Action.id) == made.c.row_id)
        .join(Agency, col(Agency.id) == Action.lead_agency_id)
        .order_by(col(Action.number))
    )
    found: Lines = defaultdict(list)
    for case_id, row, agency in rows:
        line = ActionAgreed(
            number=row.number, text=row.text, lead_agency=agency, owner_role=row.owner_role, due=row.due
        )
        found[case_id].append(line)
    return found


def counted(
    sitting: Sitting, table: type[AgencyIssue] | type[ImmediateConcern], cases: Sequence[int]
) -> dict[int, int]:
    """How many were raised about each case while the meeting lasted; never what they say."""
    rows = sitting.session.execute(
        sa.select(col(table.case_id), sa.func.count())
        .where(
            col(table.case_id).in_(cases),
            col(table.raised_at) >= sitting.meeting.started_at,
            col(table.raised_at) <= sitting.until,
        )
        .group_by(col(table.case_id))
    )
    return {int(case_id): int(n) for case_id, n in rows}
