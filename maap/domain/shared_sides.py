"""Tiles that say in how many cases something was named: as a strength, and as an area for development."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maap.domain.disclosure import FEWEST_OTHERS
from maap.domain.guessing import FEWEST_LEFT, Range, Seen, ranges
from maap.domain.rounding import WHY_HIDDEN, Line, in_words, line, percent
from maap.domain.sentences import FEWEST_FOR_PERCENT
from maap.domain.shared import Before, SharedRow, SharedTile, TileKey, Totals, place, with_parts

SIDES = (("strength", "a strength"), ("area", "an area for development"))
_FIRST = {TileKey.THEMES: "Theme", TileKey.DOMAINS: "Domain", TileKey.KINDS: "Kind of agency"}
_MOST_OF_ONE = 0.7
"""No agency stands behind more than this part of a figure of its kind."""


@dataclass(frozen=True)
class NamedIn:
    """A row before it is rounded: in how many of ``cases`` it was named on each side."""

    key: str
    name: str
    cases: int
    strengths: int
    areas: int

    @property
    def sides(self) -> tuple[int, int]:
        """As a strength, and as an area for development."""
        return self.strengths, self.areas


def enough_agencies(named: Sequence[int]) -> bool:
    """Whether a kind of agency may be a row: three agencies at least, and none that is nearly all of it.

    ``named``: for each agency, of how many cases it said something.
    """
    behind = [n for n in named if n]
    return len(behind) >= FEWEST_OTHERS and max(behind) <= _MOST_OF_ONE * sum(behind)


def sides_tile(key: TileKey, rows: Sequence[NamedIn], before: Before) -> tuple[SharedTile, Totals]:
    """The tile, and the true totals of its rows: two for each, a side in each."""
    name, kept = str(key), []
    totals: Totals = {}
    for row in rows:
        for (side, label), n in zip(SIDES, row.sides, strict=True):
            at = f"{row.key}-{side}"
            told = line((n, row.cases - n), before.get(place(name, at), ()))
            kept.append(SharedRow(key=at, name=f"{row.name}, as {label}", line=told))
            totals |= with_parts(place(name, at), (n, row.cases - n))
    tile = SharedTile(
        key=key,
        name=name,
        title=key.heading,
        sentence=_said(kept),
        first=_FIRST[key],
        columns=("Named in",),
        rows=tuple(kept),
    )
    return tile, totals


def _said(rows: Sequence[SharedRow]) -> str:
    said = []
    for side, words in (("strength", "as strengths"), ("area", "as areas for development")):
        mine = [row for row in rows if _is_of(row, side) and not row.line.hidden and row.line.parts[0]]
        named = sorted(mine, key=lambda row: -(row.line.parts[0] or 0))[:3]
        if named:
            told = [f"{row.name.rpartition(', as ')[0]} ({_how_often(row.line)})" for row in named]
            said.append(f"Most often named {words}: {', '.join(told)}.")
    return " ".join(said) or f"The figures are {WHY_HIDDEN}: there are too few cases to show any."


def _is_of(row: SharedRow, side: str) -> bool:
    return row.key.endswith(f"-{side}")


def _how_often(told: Line) -> str:
    """A percentage of rounded counts where there are enough cases for one, otherwise words."""
    share = percent(told.parts[0], told.of)
    enough = (told.of or 0) >= FEWEST_FOR_PERCENT
    return f"about {share}% of cases" if share is not None and enough else in_words(told.parts[0], told.of)


def beside_each_other(tiles: Sequence[SharedTile], totals: Totals, before: Before) -> tuple[SharedTile, ...]:
    """The tiles as they may stand beside each other; rows that would open one of another tile are hidden whole.

    A case in which any theme is a strength is one in which some domain has one, and some kind of agency: so a large
    count in one tile leaves the small ones of another little room. Later tiles give way to earlier ones.
    """
    kept = list(tiles)
    for side, _ in SIDES:
        for at in reversed(range(len(kept))):
            if not _opens(kept, side, totals, before):
                break
            kept[at] = _without(kept[at], side)
    return tuple(kept)


def _without(tile: SharedTile, side: str) -> SharedTile:
    if tile.key is TileKey.THEMES:
        return tile
    rows = tuple(
        row.model_copy(update={"line": Line(of=row.line.of, parts=(None,) * len(row.line.parts), hidden=True)})
        if _is_of(row, side) and row.line.of != 0
        else row
        for row in tile.rows
    )
    return tile.model_copy(update={"rows": rows, "sentence": _said(rows)})


def _opens(tiles: Sequence[SharedTile], side: str, totals: Totals, before: Before) -> bool:
    """Whether some hidden count is known too well by what the other tiles show of the same side."""
    by_tile = [list(_known(tile, side, totals, before)) for tile in tiles]
    by_tile = [rows for rows in by_tile if rows]
    least = max((low for rows in by_tile for (low, _), _ in rows), default=0)
    most = min((sum(high for (_, high), _ in rows) for rows in by_tile), default=0)
    for rows in by_tile:
        whole = sum(high for (_, high), _ in rows)
        for (low, high), hidden in rows:
            left = min(high, most) - max(low, least - (whole - high)) + 1
            if hidden and left < min(FEWEST_LEFT, high - low + 1):
                return True
    return False


def _known(tile: SharedTile, side: str, totals: Totals, before: Before) -> Iterator[tuple[Range, bool]]:
    """By row of one side: the range of its count, and whether it or what is left of its cases is hidden."""
    for row in tile.rows:
        if _is_of(row, side):
            at = place(tile.name, row.key)
            chain: list[Seen] = [*before.get(at, ()), row.line.seen(totals.get(at, 0))]
            yield ranges(chain)[-1][0], row.line.hidden or None in row.line.parts
