"""The themes of an audit's findings: beside what agencies named in their returns, what the audit's team found."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from maap.access import seat
from maap.domain.audit import Stage, has_reached
from maap.domain.measures import Measure
from maap.domain.people import Actor, Permission
from maap.storage.counting import counts
from maap.storage.tables import Theme
from maap.views.results import MOST_THEMES, ThemeCount
from maap.views.scene import Chosen


@dataclass(frozen=True)
class FindingThemes:
    """The themes that findings are coded to most. ``findings``: those that are coded to any theme."""

    rows: tuple[ThemeCount, ...] = ()
    findings: int = 0


NONE = FindingThemes()
WHOLE = Chosen()


def finding_themes(session: Session, actor: Actor, audit_id: int, chosen: Chosen = WHOLE) -> FindingThemes:
    """Findings by theme, as strengths and as areas for development; ten themes at most.

    Managers see it once the learning is published. Findings are the whole audit's: of one agency there are none.
    """
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    published = has_reached(Stage(place.audit.stage), Stage.PUBLISHED)
    if chosen.agency_id is not None or not (published or place.may(Permission.READ_FINDINGS)):
        return NONE
    source = counts(place.audit, Measure.FINDINGS).c
    strengths, areas = (_sum_of(source.n, source.polarity == polarity) for polarity in ("strength", "area"))
    found = session.execute(
        select(source.theme_id, func.min(col(Theme.name)), strengths, areas, func.sum(source.n))
        .join(Theme, col(Theme.id) == source.theme_id, isouter=True)
        .where(source.domain == chosen.domain)
        .group_by(source.theme_id)
        .order_by(source.theme_id.is_not(None), (strengths + areas).desc(), strengths.desc(), func.min(Theme.name))
        .limit(MOST_THEMES + 1)
    ).all()
    if not found:
        return NONE
    return FindingThemes(tuple(ThemeCount(*row[:4]) for row in found[1:]), int(found[0][4]))


def _sum_of(n: Any, condition: Any) -> Any:
    return func.sum(case((condition, n), else_=0))
