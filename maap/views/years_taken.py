"""The page across the years as somebody takes it away: the same rows as are shown there to the same reader."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from maap.access import desk
from maap.domain.house_boards import Board, arranged
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.tiles import Tile
from maap.storage.letter_texts import partnership_name
from maap.views.grade_years import GradedAudit, domains_first, graded_audits, shares_only
from maap.views.trends import ThemeTrends, theme_trends


@dataclass(frozen=True)
class YearsAsked:
    """What somebody chose on the page: the domain by its name, and the two years. Empty: as the page begins."""

    domain: str = ""
    then: str = ""
    now: str = ""
    tiles: Sequence[str] = ()


@dataclass(frozen=True)
class YearsTaken:
    """The page with one choice. ``graded``: of the chosen domain alone; ``more``: shares that only the page has."""

    themes: ThemeTrends
    graded: tuple[GradedAudit, ...]
    domain: str
    tiles: tuple[Tile, ...]
    more: bool
    as_at: datetime
    partnership: str


def years_to_take(session: Session, actor: Actor, asked: YearsAsked) -> YearsTaken:
    """The figures of closed and earlier audits that this reader sees. Raises NotYours while there are none."""
    desk(actor, Permission.SEE_RESULTS)
    themes = theme_trends(session, actor, asked.then, asked.now)
    if themes is None:
        raise NotYours("file")
    graded = graded_audits(session, actor)
    domain = _one_of(domains_first(graded), asked.domain)
    return YearsTaken(
        themes=themes,
        graded=tuple(row for row in graded if row.domain.name == domain),
        domain=domain,
        tiles=arranged(Board.YEARS, asked.tiles),
        more=bool(shares_only(session, actor) or themes.published),
        as_at=actor.now,
        partnership=partnership_name(session),
    )


def _one_of(there: Iterable[str], asked: str) -> str:
    names = tuple(there)
    return asked if asked in names else names[0] if names else ""
