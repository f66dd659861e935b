"""What an audit recommends, each with the findings it follows from and the actions it led to."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.actions import is_shared
from maap.domain.audit import Stage
from maap.domain.learning import Polarity
from maap.domain.people import Actor, Permission, Role
from maap.domain.recommendations import Kind
from maap.storage.findings import standing
from maap.storage.tables import Action, Finding, Recommendation, RecommendationFinding
from maap.views.action_lines import ActionLine, lines, statement

READ_FINDINGS_BEHIND = frozenset({Role.COORDINATOR, Role.CHAIR, Role.AGENCY_LEAD})
"""Roles that read why something is recommended; managers read what is done about it."""


@dataclass(frozen=True)
class FindingBehind:
    """A finding as everybody who reads the plan may know it: its words, without cases and without agencies."""

    finding_id: int
    polarity: Polarity
    text: str


@dataclass(frozen=True)
class RecommendationLine:
    """A recommendation. ``findings`` is empty for those who do not read them."""

    recommendation_id: int
    number: int
    kind: Kind
    text: str
    revision: int
    findings: tuple[FindingBehind, ...]
    actions: tuple[ActionLine, ...]


def recommendations(session: Session, actor: Actor, audit_id: int) -> tuple[RecommendationLine, ...]:
    """Every recommendation of an audit in its order. Agencies and managers read none before the plan is shared."""
    place = seat(session, actor, audit_id, Permission.SEE_ACTIONS)
    if not is_shared(Stage(place.audit.stage), place.roles):
        return ()
    rows = session.execute(
        sa.select(Recommendation)
        .where(col(Recommendation.audit_id) == place.id)
        .order_by(col(Recommendation.number), col(Recommendation.id))
    ).scalars()
    findings, actions = _findings(session, place), _actions(session, place)
    return tuple(
        RecommendationLine(
            recommendation_id=row.id or 0,
            number=row.number,
            kind=Kind(row.kind),
            text=row.text,
            revision=row.revision,
            findings=tuple(findings.get(row.id or 0, ())),
            actions=tuple(actions.get(row.id or 0, ())),
        )
        for row in rows
    )


def _findings(session: Session, place: Seat) -> dict[int, list[FindingBehind]]:
    """Strengths first."""
    if not place.roles & READ_FINDINGS_BEHIND:
        return {}
    rows = session.execute(
        sa.select(col(RecommendationFinding.recommendation_id), Finding)
        .join(Finding, col(Finding.id) == RecommendationFinding.finding_id)
        .where(standing(place.id))
        .order_by(col(Finding.polarity).desc(), col(Finding.id))
    )
    found: dict[int, list[FindingBehind]] = {}
    for recommendation_id, row in rows:
        behind = FindingBehind(row.id or 0, Polarity(row.polarity), row.text)
        found.setdefault(recommendation_id, []).append(behind)
    return found


def _actions(session: Session, place: Seat) -> dict[int, list[ActionLine]]:
    rows = session.execute(statement().where(col(Action.audit_id) == place.id))
    found: dict[int, list[ActionLine]] = {}
    for line in sorted(lines(rows, place.actor.today), key=lambda line: line.number):
        found.setdefault(line.recommendation_id, []).append(line)
    return found
