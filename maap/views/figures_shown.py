"""Which closed audits somebody compares across the years, and which of their frozen figures they may see."""

from dataclasses import replace
from typing import Any

from sqlalchemy import and_, distinct, func, literal, or_, select, true
from sqlmodel import Session

from maap.access import audits_of, desk
from maap.domain.audit import Stage
from maap.domain.disclosure import FEWEST_OTHERS, Audience, audience, fewest_others
from maap.domain.measures import Measure
from maap.domain.people import GRANTS, Actor, Permission, Role
from maap.storage.tables import Audit, Figure

GRADES_NOTHING = ("not_applicable", "not_known", "not_seen")
"""Levels that stand apart on every scale of the house."""


def closed_audits(session: Session, actor: Actor) -> dict[int, Audit]:
    """The closed audits whose charts the actor may see, by id."""
    found = audits_of(session, actor, Permission.SEE_RESULTS)
    return {audit.id or 0: audit for audit in found if audit.stage == Stage.CLOSED}


def all_shown(session: Session, actor: Actor) -> bool:
    """Whether no figure is held back from this reader."""
    desk(actor, Permission.SEE_RESULTS)
    return _of_the_team(session, actor) is None


def shown(session: Session, actor: Actor, measure: Measure) -> Any:
    """Figures that this reader may see: of audits whose team they are all, else those of enough agencies.

    Agencies count that graded; «not known» and «not seen» grade nothing. Of a closed audit nothing more comes in, so a
    reader of no agency, too, sees what at least three agencies stand behind.
    """
    desk(actor, Permission.SEE_RESULTS)
    inside = _of_the_team(session, actor)
    if inside is None:
        return true()
    other = Figure.__table__.alias("other")  # type: ignore[attr-defined]
    enough = (
        select(literal(1))
        .where(
            and_(
                other.c.audit_id == Figure.audit_id,
                other.c.measure == measure,
                other.c.domain == Figure.domain,
                other.c.grade.not_in(GRADES_NOTHING),
                other.c.agency_id != (actor.agency_id or 0),
            )
        )
        .group_by(other.c.domain)
        .having(func.count(distinct(other.c.agency_id)) >= max(fewest_others(actor.agency_id), FEWEST_OTHERS))
    )
    return or_(Figure.audit_id.in_(inside), enough.exists()) if inside else enough.exists()  # type: ignore[attr-defined]


def _of_the_team(session: Session, actor: Actor) -> frozenset[int] | None:
    """The audits to whose own team somebody belongs; None for all. A panel member does to those of their panels."""
    seeing = frozenset(role for role in actor.roles if Permission.SEE_RESULTS in GRANTS[role])
    team = frozenset(role for role in seeing if audience([role], Stage.CLOSED) is Audience.INSIDE)
    if team - {Role.PANEL_MEMBER} or team == seeing:
        return None
    found = audits_of(session, replace(actor, roles=team), Permission.SEE_RESULTS) if team else []
    return frozenset(audit.id or 0 for audit in found)
