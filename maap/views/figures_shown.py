"""Which closed audits somebody compares across the years, and which of their frozen figures they may see."""

from typing import Any

from sqlalchemy import and_, distinct, func, literal, select, true
from sqlmodel import Session

from maap.access import audits_of
from maap.domain.audit import Stage
from maap.domain.disclosure import SHOWN, audience, fewest_others
from maap.domain.measures import Measure
from maap.domain.people import GRANTS, Actor, Permission
from maap.storage.tables import Audit, Figure


def closed_audits(session: Session, actor: Actor) -> dict[int, Audit]:
    """The closed audits whose charts the actor may see, by id."""
    found = audits_of(session, actor, Permission.SEE_RESULTS)
    return {audit.id or 0: audit for audit in found if audit.stage == Stage.CLOSED}


def shown(actor: Actor, measure: Measure) -> Any:
    """Figures that this reader may see: all, or those of enough agencies besides their own."""
    seeing = [role for role in actor.roles if Permission.SEE_RESULTS in GRANTS[role]]
    if SHOWN[audience(seeing, Stage.CLOSED)].agencies:
        return true()
    other = Figure.__table__.alias("other")  # type: ignore[attr-defined]
    enough = (
        select(literal(1))
        .where(
            and_(
                other.c.audit_id == Figure.audit_id,
                other.c.measure == measure,
                other.c.domain == Figure.domain,
                other.c.agency_id != (actor.agency_id or 0),
            )
        )
        .group_by(other.c.domain)
        .having(func.count(distinct(other.c.agency_id)) >= fewest_others(actor.agency_id))
    )
    return enough.exists()
