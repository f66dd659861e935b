"""Closed audits beside each other, from their frozen figures alone: no answer is read."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, distinct, func, literal, select, true
from sqlmodel import Session, col

from maap.access import audits_of, desk
from maap.domain import ladders as scale
from maap.domain.audit import Stage
from maap.domain.disclosure import SHOWN, audience, fewest_others
from maap.domain.ladders import OFSTED, Ladder, Tally, in_words, ladders, tally
from maap.domain.measures import Measure
from maap.domain.people import GRANTS, Actor, Permission
from maap.domain.questionnaire import CARE_ACT_PRINCIPLES, CORE_DOMAINS
from maap.domain.trends import Named, ThemeTrend, areas
from maap.storage.forms import form
from maap.storage.tables import Audit, Figure, Theme

_KNOWN = {domain.key: domain.name for domain in (*CORE_DOMAINS, *CARE_ACT_PRINCIPLES)}


@dataclass(frozen=True)
class GradedAudit:
    """How one closed audit was graded in one domain. ``row`` is named by year and title; ``cases`` were drawn."""

    audit_id: int
    year: str
    title: str
    domain: scale.Named
    ladder: Ladder
    row: Tally
    cases: int


@dataclass(frozen=True)
class ThemeTrends:
    """The themes of the two latest years with closed audits. ``then`` is empty while there is only one."""

    then: str
    now: str
    rows: tuple[ThemeTrend, ...]


def graded_audits(session: Session, actor: Actor) -> tuple[GradedAudit, ...]:
    """Agencies' own grades in every closed audit within reach, the earliest first, by domain.

    For the partnership an audit's domain is there when enough agencies besides the reader's own graded it.
    """
    desk(actor, Permission.SEE_RESULTS)
    audits = _closed(session, actor)
    graded, cases = col(Figure.measure) == Measure.GRADES, col(Figure.measure) == Measure.CASES
    key = (col(Figure.audit_id), col(Figure.domain), col(Figure.grade))
    cases_drawn = func.sum(func.sum(case((cases, col(Figure.n)), else_=0))).over(partition_by=key[0])
    found = session.execute(
        select(*key, func.sum(Figure.n), cases_drawn)
        .where(col(Figure.audit_id).in_(audits), cases | (graded & _shown(actor, Measure.GRADES)))
        .group_by(*key)
    )
    gathered: dict[tuple[int, str], dict[str, int]] = {}
    drawn: dict[int, int] = {}
    for audit_id, domain, grade, n, of_audit in found:
        drawn[audit_id] = int(of_audit)
        if grade:
            gathered.setdefault((audit_id, domain), {})[grade] = int(n)
    rows = [_graded(audits[audit_id], domain, counts, drawn) for (audit_id, domain), counts in gathered.items()]
    return tuple(sorted(rows, key=lambda row: (row.year, row.audit_id)))


def theme_trends(session: Session, actor: Actor) -> ThemeTrends | None:
    """What became of the areas for development, from one year's closed audits to the next. None without any."""
    desk(actor, Permission.SEE_RESULTS)
    audits = _closed(session, actor)
    if not audits:
        return None
    year = case({audit_id: audit.year for audit_id, audit in audits.items()}, value=col(Figure.audit_id))
    strengths, areas_named = (_sum_of(col(Figure.polarity) == polarity) for polarity in ("strength", "area"))
    theme = col(Figure.theme_id)
    found = session.execute(
        select(theme, func.min(col(Theme.name)), year.label("year"), strengths, areas_named, func.sum(Figure.n))
        .select_from(Figure)
        .join(Theme, col(Theme.id) == Figure.theme_id, isouter=True)
        .where(
            col(Figure.measure) == Measure.THEMES,
            col(Figure.domain) == "",
            col(Figure.audit_id).in_(audits),
            _shown(actor, Measure.THEMES),
        )
        .group_by(theme, "year")
    ).all()
    then, now = ["", *sorted({audit.year for audit in audits.values()})][-2:]
    returns = {year: int(n) for theme_id, _, year, _, _, n in found if theme_id is None}
    named: dict[str, dict[str, Named]] = {}
    for theme_id, name, of_year, strong, weak, _ in found:
        if theme_id is not None:
            named.setdefault(name, {})[of_year] = Named(int(strong), int(weak), returns.get(of_year, 0))
    none = {of_year: Named(returns=n) for of_year, n in returns.items()}
    rows = (
        ThemeTrend(name, *((none | years).get(of_year, Named()) for of_year in (then, now)))
        for name, years in named.items()
    )
    return ThemeTrends(then, now, areas(rows))


def _closed(session: Session, actor: Actor) -> dict[int, Audit]:
    return {audit.id or 0: audit for audit in audits_of(session, actor) if audit.stage == Stage.CLOSED}


def _sum_of(condition: Any) -> Any:
    return func.sum(case((condition, col(Figure.n)), else_=0))


def _shown(actor: Actor, measure: Measure) -> Any:
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


def _graded(audit: Audit, domain: str, counts: dict[str, int], drawn: dict[int, int]) -> GradedAudit:
    scales = ladders(form(audit)) if audit.questionnaire is not None else (OFSTED,)
    ladder = next((each for each in scales if domain in {named.key for named in each.domains}), scales[0])
    names = _KNOWN | {named.key: named.name for named in ladder.domains}
    row = scale.Named(str(audit.id), f"{audit.year} {audit.title}")
    return GradedAudit(
        audit_id=audit.id or 0,
        year=audit.year,
        title=audit.title,
        domain=scale.Named(domain, names.get(domain, in_words(domain))),
        ladder=ladder,
        row=tally(ladder, row, counts),
        cases=drawn.get(audit.id or 0, 0),
    )
