"""What a closed audit shows across the years, beside its own dashboard: the same figures as sums over the agencies."""

from collections.abc import Iterator

from sqlmodel import Session

from maap.domain.people import Actor, Role
from maap.usecases.figures import close
from maap.views.grade_years import graded_audits
from maap.views.trends import theme_trends
from tests import factories as make
from tests.attack.figures import NAIVE, OURS, Sum
from tests.attack.random_audit import ALL, OTHER_SCALE, SIDES, THEMES, RandomAudit


def closed(session: Session, audit: RandomAudit) -> None:
    """Close the audit: its figures are frozen, and count in the years."""
    if audit.audit.stage != "closed":
        audit.audit.stage = "published"
        session.add(audit.audit)
        session.flush()
        close(session, make.acting(session, Role.COORDINATOR), audit.id)


def ours(session: Session, actor: Actor, audit: RandomAudit) -> tuple[Sum, ...]:
    """The dashboard of the closed audit and its part of the years, put together."""
    closed(session, audit)
    everybody = [agency.key for agency in audit.agencies]
    years = (*_graded(session, actor, audit, everybody), *_themed(session, actor, audit, everybody))
    return (*OURS(session, actor, audit), *years)


def _graded(session: Session, actor: Actor, audit: RandomAudit, who: list[str]) -> Iterator[Sum]:
    for one in graded_audits(session, actor):
        if one.audit_id != audit.id or one.whose != "agencies":
            continue
        domain, rungs = one.domain.key, (*one.ladder.rungs, *one.ladder.apart)
        for rung, n in zip(rungs, (*one.row.steps, *one.row.apart), strict=True):
            yield Sum(tuple((key, domain, rung.key, ALL) for key in who), n, "=", domain, "grades")
        if one.row.other:
            cells = tuple((key, domain, level, ALL) for key in who for level in OTHER_SCALE)
            yield Sum(cells, one.row.other, "=", domain, "grades")


def _themed(session: Session, actor: Actor, audit: RandomAudit, who: list[str]) -> Iterator[Sum]:
    found = theme_trends(session, actor)
    if found is None or not found.every:
        return
    at = found.years.index(audit.audit.year)
    told = {one.trend.theme: one.told[at].counts for one in found.every}
    named = {name: counts[0] for name, counts in told.items() if counts}
    if not named:
        return
    returns = {one.returns for one in named.values()}
    assert len(returns) == 1
    yield Sum(tuple((key, "", "any", ALL) for key in who), returns.pop() or 0, "=", "", "themes")
    for theme in THEMES:
        one = named.get(theme.capitalize())
        for side, n in zip(SIDES, (one.strengths, one.areas) if one else (0, 0), strict=True):
            yield Sum(tuple((key, "", f"{theme}/{side}", ALL) for key in who), n, "=", "", "themes")


def naive(session: Session, actor: Actor, audit: RandomAudit) -> tuple[Sum, ...]:
    """The control: small numbers are hidden and one agency may be left out."""
    closed(session, audit)
    return NAIVE(session, actor, audit)


YEARS, NAIVE_YEARS = ours, naive
