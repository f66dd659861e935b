"""What became of a theme from one year to the next. Direction only; whether an action is done is another question."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from maap.domain.sentences import counted, share


class Direction(StrEnum):
    """Where a theme went. «Not named again» claims no improvement: nobody said that it works now."""

    NEW = "New"
    STILL_THERE = "Still there"
    IMPROVED = "Improved"
    NOT_AGAIN = "Not named again"


@dataclass(frozen=True)
class Named:
    """In how many of a year's returns a theme is named. ``returns``: those that name any theme."""

    strengths: int = 0
    areas: int = 0
    returns: int = 0


@dataclass(frozen=True)
class ThemeTrend:
    """A theme in two years."""

    theme: str
    then: Named
    now: Named

    @property
    def direction(self) -> Direction:
        """Improved: an area before, and now a strength that nobody names as an area."""
        if not self.then.areas:
            return Direction.NEW
        if self.now.areas:
            return Direction.STILL_THERE
        return Direction.IMPROVED if self.now.strengths else Direction.NOT_AGAIN

    @property
    def said_then(self) -> str:
        """The earlier year's count, in words."""
        return share(self.then.areas, self.then.returns)

    @property
    def said_now(self) -> str:
        """The later year's count, in words."""
        return share(self.now.areas, self.now.returns)


def areas(trends: Iterable[ThemeTrend]) -> tuple[ThemeTrend, ...]:
    """Those that were an area for development in either year: what is better first, then what is there most often."""
    better = (Direction.IMPROVED, Direction.NOT_AGAIN)
    kept = (trend for trend in trends if trend.then.areas or trend.now.areas)
    return tuple(sorted(kept, key=lambda trend: (trend.direction not in better, -trend.now.areas, trend.theme)))


def sentence(trends: Iterable[ThemeTrend], then: str, now: str) -> str:
    """How many areas for development of one year are better, still there or new in the other."""
    counts = [trend.direction for trend in trends]
    if not counts:
        return "No areas for development were named in closed audits of these years."
    before = len(counts) - counts.count(Direction.NEW)
    parts = [
        f"{counts.count(Direction.IMPROVED)} improved",
        f"{counts.count(Direction.NOT_AGAIN)} not named again",
        f"{counts.count(Direction.STILL_THERE)} still there",
    ]
    new = counts.count(Direction.NEW)
    verb = "is" if new == 1 else "are"
    return f"Of {counted(before, 'area')} for development in {then}: {', '.join(parts)} in {now}. {new} {verb} new."
