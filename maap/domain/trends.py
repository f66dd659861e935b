"""What became of a theme from one year to another: its direction, and whether it is still open. Two questions."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from maap.domain.change import is_a_change
from maap.domain.sentences import counted, share


class Direction(StrEnum):
    """Where a theme went. «Not named again» claims no improvement. A strength is named more often, or less."""

    NEW = "New"
    BETTER = "Better"
    SAME = "No clear change"
    WORSE = "Worse"
    MORE = "More often"
    LESS = "Less often"
    NOT_AGAIN = "Not named again"
    UNKNOWN = "Cannot be compared"


ARROWS = {
    Direction.NEW: "●",
    Direction.BETTER: "▲",
    Direction.SAME: "►",
    Direction.WORSE: "▼",
    Direction.MORE: "▲",
    Direction.LESS: "▼",
    Direction.NOT_AGAIN: "–",
    Direction.UNKNOWN: "?",
}
STATED = {"better": Direction.BETTER, "same": Direction.SAME, "worse": Direction.WORSE}
"""How a publication says it."""


@dataclass(frozen=True)
class Named:
    """In how many of a year's returns a theme is named. ``returns``: those that name any; None if never published."""

    strengths: int = 0
    areas: int = 0
    returns: int | None = 0
    unit: str = "returns"

    def said(self, n: int) -> str:
        """A count of them, in words."""
        unit = self.unit if self.unit != "returns" else ""
        return (
            share(n, self.returns, unit, unit)
            if self.returns is not None
            else f"{n} {self.unit}, of how many is not known"
        )


@dataclass(frozen=True)
class Published:
    """What a publication says about a theme beside its count. ``since``: the year it looks back to, if it says."""

    source: str
    label: str
    polarity: str
    since: str = ""
    direction: str = ""
    still_open: bool | None = None
    then: str = ""
    improved: str = ""
    still_to_do: str = ""
    percentage: float | None = None


@dataclass(frozen=True)
class Told:
    """All that one year says about a theme. Counts of different units stand beside each other, never added."""

    counts: tuple[Named, ...] = ()
    published: tuple[Published, ...] = ()

    @property
    def only(self) -> Named | None:
        """The one count that can be compared: None when there is none, or several units, or no denominator."""
        return self.counts[0] if len(self.counts) == 1 and self.counts[0].returns is not None else None

    @property
    def areas(self) -> bool:
        """Whether anybody named it as an area for development."""
        return any(one.areas for one in self.counts) or any(one.polarity == "area" for one in self.published)

    @property
    def strengths(self) -> bool:
        """Whether anybody named it as a strength."""
        return any(one.strengths for one in self.counts) or any(one.polarity == "strength" for one in self.published)

    @property
    def said(self) -> str:
        """How often it was an area for development, in words; a percentage without its number stays one."""
        parts = [one.said(one.areas) for one in self.counts]
        of_areas = [one for one in self.published if one.polarity == "area"]
        parts += [f"{one.percentage:g}% (number not published)" for one in of_areas if one.percentage is not None]
        if not parts:
            return "Named, no number published" if of_areas else "Not mentioned"
        return "; ".join(parts)


@dataclass(frozen=True)
class ThemeTrend:
    """A theme in two years. ``since``: the earlier of them, for which published directions are taken.

    ``open_actions``: actions about it on which something is left to do.
    """

    theme: str
    then: Told
    now: Told
    since: str = ""
    open_actions: int = 0

    @property
    def stated(self) -> tuple[Published, ...]:
        """What the later year's publications say about this very change."""
        return tuple(one for one in self.now.published if one.since in ("", self.since))

    @property
    def direction(self) -> Direction:
        """As published, where it was; otherwise counted, and a change only when chance seldom brings it about."""
        said = {STATED[one.direction] for one in self.stated if one.direction}
        if said:
            return said.pop() if len(said) == 1 else Direction.UNKNOWN
        if not self.then.areas:
            return Direction.NEW if self.now.areas else Direction.UNKNOWN
        if not self.now.areas:
            return Direction.BETTER if self.now.strengths and self.more_than_chance else Direction.NOT_AGAIN
        way = self._way("areas")
        return {1: Direction.WORSE, 0: Direction.SAME, -1: Direction.BETTER, None: Direction.UNKNOWN}[way]

    @property
    def strength(self) -> Direction:
        """Where it went as a strength: named more often or less only when chance seldom brings it about."""
        if not self.then.strengths:
            return Direction.NEW if self.now.strengths else Direction.UNKNOWN
        if not self.now.strengths:
            return Direction.NOT_AGAIN
        way = self._way("strengths")
        return {1: Direction.MORE, 0: Direction.SAME, -1: Direction.LESS, None: Direction.UNKNOWN}[way]

    def _way(self, side: Literal["strengths", "areas"]) -> Literal[-1, 0, 1] | None:
        """Whether a side is named more often (1), less (-1), or as chance may have it (0). None: not to be compared."""
        before, after = self.then.only, self.now.only
        if before is None or after is None or before.unit != after.unit or not (before.returns and after.returns):
            return None
        was, now = getattr(before, side), getattr(after, side)
        if not is_a_change(was, before.returns, now, after.returns):
            return 0
        return 1 if now * before.returns > was * after.returns else -1

    @property
    def still_open(self) -> bool | None:
        """Whether something is to do: an action, as published, or as it is named again. None: nobody can tell."""
        if self.open_actions:
            return True
        said = [one.still_open for one in self.stated if one.still_open is not None]
        if said:
            return any(said)
        if self.now.areas:
            return True
        return False if self.now.strengths else None

    @property
    def more_than_chance(self) -> bool | None:
        """Whether the counts differ by more than chance (Fisher's exact test). None: not to be compared."""
        way = self._way("areas")
        return None if way is None else bool(way)

    @property
    def chance(self) -> str:
        """The same in plain words."""
        words = {True: "More than chance explains", False: "Can be chance", None: "Not compared"}
        return words[self.more_than_chance]

    @property
    def arrow(self) -> str:
        """The direction with its sign, for a table."""
        return f"{ARROWS[self.direction]} {self.direction.value}"

    @property
    def status(self) -> str:
        """Still open or not, for a table."""
        if self.open_actions:
            return f"Still open, {counted(self.open_actions, 'action')}"
        return {True: "Still open", False: "No longer named", None: "Not known"}[self.still_open]


def areas(trends: Iterable[ThemeTrend]) -> tuple[ThemeTrend, ...]:
    """Those that were an area for development in either year: what is better first, then what is there most often."""
    better = (Direction.BETTER, Direction.NOT_AGAIN)
    kept = (trend for trend in trends if trend.then.areas or trend.now.areas)
    return tuple(sorted(kept, key=lambda trend: (trend.direction not in better, -_often(trend.now), trend.theme)))


def _often(told: Told) -> int:
    return max((one.areas for one in told.counts), default=0)


def sentence(trends: Iterable[ThemeTrend], then: str, now: str) -> str:
    """How many areas for development of one year are better, still open or new in the other."""
    rows: Sequence[ThemeTrend] = tuple(trends)
    if not rows:
        return "No areas for development were named in closed audits of these years."
    before = [row for row in rows if row.then.areas]
    ways = [row.direction for row in before]
    parts = [
        f"{ways.count(Direction.BETTER)} better",
        f"{ways.count(Direction.WORSE)} worse",
        f"{ways.count(Direction.NOT_AGAIN)} not named again",
        f"{sum(row.still_open is True for row in before)} still open",
    ]
    new = len(rows) - len(before)
    verb = "is" if new == 1 else "are"
    return (
        f"Of {counted(len(before), 'area')} for development in {then}: {', '.join(parts)} in {now}. {new} {verb} new."
    )
