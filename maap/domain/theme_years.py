"""Themes through the years as charts: what is a strength, and what is to be developed, with where each went."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from maap.domain.pictures import Drawing, Picture, Row
from maap.domain.sentences import counted
from maap.domain.trends import ARROWS, Direction, ThemeTrend, Told, sentence
from maap.domain.trends import areas as ordered

MOST_YEARS, MOST_THEMES = 5, 10
"""Years side by side, of which a telephone shows no more; and themes that come before all others."""
NAMED, SILENT = "named", "–"
"""What a cell says of a year that published no number, and of one that says nothing about the theme."""
Side = Literal["strengths", "areas"]


@dataclass(frozen=True)
class EveryYear:
    """A theme in each year, in the order of the years, and what became of it between the two that are compared."""

    theme_id: int
    trend: ThemeTrend
    told: tuple[Told, ...]

    def often(self, side: Side) -> float:
        """The part of returns that name it in the later of the two years, or else in the earlier."""
        return max(_part(self.trend.now, side), _part(self.trend.then, side) / 2)


def strengths(rows: Sequence[EveryYear], years: Sequence[str]) -> Picture:
    """In how many returns of each year a theme is a strength, the most frequent of the compared years first."""
    named = [row for row in rows if any(told.strengths for told in row.told)]
    named.sort(key=lambda row: (-row.often("strengths"), row.trend.theme))
    shown = tuple(_row(row, "strengths", _went(row.trend.strength), (_went(row.trend.strength),)) for row in named)
    return _picture(_strengths_said([row.trend for row in named]), shown, years, ("Direction",))


def areas(rows: Sequence[EveryYear], years: Sequence[str], then: str, now: str) -> Picture:
    """In how many returns of each year a theme is an area for development, and whether it is still open.

    The most frequent themes come first, and of these what is better.
    """
    named = [row for row in rows if any(told.areas for told in row.told)]
    named.sort(key=lambda row: (-row.often("areas"), row.trend.theme))
    by_trend = {row.trend: row for row in named}
    best = [by_trend[trend] for trend in ordered(row.trend for row in named[:MOST_THEMES])]
    rest = [row for row in named if row not in best]
    shown = tuple(_area(row) for row in (*best, *rest))
    further = ("Direction", "Status", "Difference")
    return _picture(sentence(ordered(row.trend for row in named), then, now), shown, years, further)


def _area(row: EveryYear) -> Row:
    trend = row.trend
    status = trend.status if trend.still_open is not None else ""
    note = "  ·  ".join(part for part in (trend.arrow, status) if part)
    return _row(row, "areas", note, (trend.arrow, trend.status, trend.chance))


def _row(row: EveryYear, side: Side, note: str, further: tuple[str, ...]) -> Row:
    told = row.told[-MOST_YEARS:]
    return Row(
        str(row.theme_id),
        row.trend.theme,
        note=note,
        said=tuple(_said(one, side) for one in told),
        shades=tuple(_part(one, side) for one in told),
        further=further,
    )


def _picture(sentence: str, rows: tuple[Row, ...], years: Sequence[str], further: tuple[str, ...]) -> Picture:
    drawing = Drawing.YEARS if rows else Drawing.WORDS
    shown, n = tuple(years[-MOST_YEARS:]), counted(len(rows), "theme")
    return Picture(sentence, drawing, "Theme", shown, rows, n, further=further)


def _went(direction: Direction) -> str:
    return f"{ARROWS[direction]} {direction.value}"


def _said(told: Told, side: Side) -> str:
    if told.only:
        return f"{getattr(told.only, side):,} of {told.only.returns:,}"
    return NAMED if getattr(told, side) else SILENT


def _part(told: Told, side: Side) -> float:
    return getattr(told.only, side) / told.only.returns if told.only and told.only.returns else 0.0


def _strengths_said(trends: Sequence[ThemeTrend]) -> str:
    now = [trend for trend in trends if trend.now.strengths]
    if not now:
        return "No strengths were named in closed audits of the later year."
    ways = [trend.strength for trend in now]
    first = now[0]
    often = f", in {first.now.only.said(first.now.only.strengths)}" if first.now.only else ""
    said = f"Named most as a strength: {first.theme}{often}."
    more, less = ways.count(Direction.MORE), ways.count(Direction.LESS)
    if more or less:
        return f"{said} Named more often than chance explains: {more}; less often: {less}."
    return f"{said} No theme is named more or less often than chance explains."
