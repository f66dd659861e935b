"""Which closed audits somebody compares across the years, and which of their frozen figures they may see."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, distinct, false, func, or_, select, true, tuple_
from sqlmodel import Session, col

from maap.access import audits_of, desk
from maap.domain.audit import Stage
from maap.domain.disclosure import FEWEST_OTHERS, Audience, audience, fewest_others
from maap.domain.measures import Measure
from maap.domain.people import GRANTS, Actor, Permission, Role
from maap.domain.questionnaire import Themes
from maap.storage.tables import Audit, Figure
from maap.views.closed_forms import by_form, on_scales
from maap.views.enough import said_by_agency, tellable

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


def shown(session: Session, actor: Actor, measure: Measure, audits: Mapping[int, Audit]) -> Any:
    """Figures of these closed audits that this reader may see: of audits whose team they are all, else what is safe.

    Safe is what their dashboards show, too: figures of enough agencies, grades on the scale of their domain, and themes
    of the whole audit only where those of a domain that few are asked about are not the difference. Of a closed audit
    nothing more comes in, so a reader of no agency, too, sees what at least three agencies stand behind.
    """
    desk(actor, Permission.SEE_RESULTS)
    inside = _of_the_team(session, actor)
    if inside is None:
        return true()
    other = Figure.__table__.alias("other")  # type: ignore[attr-defined]
    needed = max(fewest_others(actor.agency_id), FEWEST_OTHERS)
    others = select(other.c.audit_id).where(other.c.measure == measure, other.c.agency_id != (actor.agency_id or 0))
    behind = func.count(distinct(other.c.agency_id))
    enough = others.add_columns(other.c.domain).where(other.c.grade.not_in(GRADES_NOTHING))
    if measure is Measure.GRADES:
        enough = enough.where(on_scales(audits, other.c))
    place = tuple_(col(Figure.audit_id), col(Figure.domain))
    safe: Any = place.in_(enough.group_by(other.c.audit_id, other.c.domain).having(behind >= needed))
    if measure is Measure.GRADES:
        safe = and_(safe, on_scales(audits, Figure, apart=True))
    if measure is Measure.THEMES:
        safe = and_(safe, _nobody_is_left_over(audits, others, other.c, behind < needed))
    told = list(tellable(session.execute(_close_to_all(measure, audits)), actor.agency_id))
    safe = and_(safe, place.not_in(told))
    return or_(Figure.audit_id.in_(inside), safe) if inside else safe  # type: ignore[attr-defined]


def _close_to_all(measure: Measure, audits: Mapping[int, Audit]) -> Any:
    """Who said what, in the audits and domains in which so many said the same that it could tell of an agency.

    That takes more than all returns but those of two agencies: seldom enough to look at these agency by agency.
    """
    source = Figure.__table__.alias("said")  # type: ignore[attr-defined]
    asked = (source.c.measure == measure) & source.c.audit_id.in_(audits)
    if measure is Measure.GRADES:
        asked = asked & on_scales(audits, source.c, apart=True)
    of, what = (source.c.audit_id, source.c.domain), (source.c.theme_id, source.c.polarity, source.c.grade)
    n, whole = func.sum(source.c.n).label("n"), asked & source.c.theme_id.is_(None)
    each = select(*of, n).where(whole).group_by(*of, source.c.agency_id).subquery()
    said = (
        select(*of, n)
        .where(asked, (source.c.theme_id.is_not(None)) | (source.c.grade > ""))
        .group_by(*of, *what)
        .subquery()
    )
    answered = select(each.c.audit_id, each.c.domain, func.sum(each.c.n).label("n"), func.max(each.c.n).label("most"))
    answered_by = answered.group_by(each.c.audit_id, each.c.domain).subquery()
    close = (
        select(said.c.audit_id, said.c.domain)
        .join(answered_by, and_(answered_by.c.audit_id == said.c.audit_id, answered_by.c.domain == said.c.domain))
        .where(said.c.n > answered_by.c.n - 2 * answered_by.c.most)
    )
    return said_by_agency(source.c.audit_id, source.c).where(asked, tuple_(*of).in_(close))


def _nobody_is_left_over(audits: Mapping[int, Audit], others: Any, source: Any, few: Any) -> Any:
    """Whether themes of a whole audit, less those of the domains that are shown, are not those of a few agencies."""
    clear: list[Any] = []
    for ids, whole in by_form(audits):
        restricted = sorted(whole.restricted(Themes)) if whole is not None else []
        mine = col(Figure.audit_id).in_(ids)
        if not restricted:
            clear.append(mine)
        elif len(restricted) == 1:
            named = others.where(source.domain == restricted[0], source.theme_id.is_(None))
            clear.append(and_(mine, col(Figure.audit_id).not_in(named.group_by(source.audit_id).having(few))))
    return or_(false(), *clear)


def _of_the_team(session: Session, actor: Actor) -> frozenset[int] | None:
    """The audits to whose own team somebody belongs; None for all. A panel member does to those of their panels."""
    seeing = frozenset(role for role in actor.roles if Permission.SEE_RESULTS in GRANTS[role])
    team = frozenset(role for role in seeing if audience([role], Stage.CLOSED) is Audience.INSIDE)
    if team - {Role.PANEL_MEMBER} or team == seeing:
        return None
    found = audits_of(session, replace(actor, roles=team), Permission.SEE_RESULTS) if team else []
    return frozenset(audit.id or 0 for audit in found)
