"""The charts: one function of the same name for each view, which turns its rows into those of a specification."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from textwrap import shorten, wrap
from typing import Any

import pandas as pd
import pyarrow as pa

from maap.charts import theme
from maap.charts.specs import NO_GRADE, SIDES, heat, mirrored, stacked
from maap.domain.ladders import Ladder, Tally
from maap.views.results import Progress, ThemeCount

PROGRESS = ("in", "under way", "not started", "late")
_PROGRESS_WORDS = ("In", "Being answered", "Not started", "Late")
_PROGRESS_FILLS = (theme.ordered(4)[0], theme.ordered(4)[2], theme.UNBEGUN, theme.LATE)
_SMALLEST_LABELLED = 0.04
_ON_A_TELEPHONE = 44
"""Letters that have room above a bar there."""


@dataclass(frozen=True)
class Chart:
    """A specification with its rows, and the same as a table. An empty one is a sentence only.

    ``draw`` makes the specification, by day unless told otherwise.
    ``points``: what choosing a row of the table stands for, named like the columns that a click selects.
    """

    draw: Callable[..., dict[str, Any]]
    rows: pd.DataFrame
    table: pd.DataFrame
    points: tuple[Mapping[str, str], ...]

    @cached_property
    def rows_sent(self) -> pa.Table:
        """The rows as they are sent to a page. Made once, however many pages show them."""
        return pa.Table.from_pandas(self.rows, preserve_index=False)

    @cached_property
    def table_sent(self) -> pa.Table:
        """The table as it is sent to a page."""
        return pa.Table.from_pandas(self.table, preserve_index=False)

    @property
    def empty(self) -> bool:
        """Whether there is nothing to draw."""
        return self.rows.empty

    @property
    def spec(self) -> dict[str, Any]:
        """The specification by day: as in documents."""
        return self.draw()

    def at(self, look: theme.Look) -> "Chart":
        """The same chart on a page of that brightness."""
        return self if look is theme.DAY else self._night

    @cached_property
    def _night(self) -> "Chart":
        look, rows = theme.NIGHT, self.rows
        if "fill" in rows:
            fills = [look.fill(fill) for fill in rows["fill"]]
            rows = rows.assign(fill=fills, ink=[theme.ink_on(fill) for fill in fills])
        return replace(self, draw=partial(self.draw, look=look), rows=rows)


@dataclass(frozen=True)
class Bar:
    """One stacked bar: its key, what stands above it, and the lengths of its parts in order."""

    key: str
    name: str
    note: str
    parts: tuple[int, ...]


def returns_in(rows: Sequence[Progress]) -> Chart:
    """Returns in against due, a bar an agency."""
    bars = tuple(
        Bar(str(row.agency_id or 0), row.agency, _in_of(row), (row.handed_in, row.under_way, row.not_started, row.late))
        for row in rows
    )
    table = pd.DataFrame(
        [(row.agency, row.due, row.handed_in, row.under_way, row.not_started, row.late, row.longest) for row in rows],
        columns=["Agency", "Asked for", *_PROGRESS_WORDS, "Days late, longest"],
    )
    points = tuple({"row": bar.key} for bar in bars)
    return Chart(
        partial(stacked, _PROGRESS_WORDS, _PROGRESS_FILLS), parts(bars, PROGRESS, _PROGRESS_WORDS), table, points
    )


def once_each(names: Sequence[str]) -> list[str]:
    """Names of a table's columns: one that is there already, because somebody called a level so, has its number."""
    found: list[str] = []
    for name in names:
        again = (f"{name} ({n})" for n in range(2, len(names) + 2))
        found.append(name if name not in found else next(one for one in again if one not in found))
    return found


def grades(ladder: Ladder, rows: Sequence[Tally]) -> Chart:
    """Grades stacked from the best level on, a bar a domain. What grades nothing stands apart, after them."""
    words = tuple(rung.name for rung in ladder.rungs)
    shown = [row for row in rows if row.graded or any(row.apart)]
    apart = ("No grade",) if any(any(row.apart) for row in shown) else ()
    bars = tuple(Bar(row.key, row.name, f"{row.graded} graded", _with_apart(row, bool(apart))) for row in shown)
    others = ["Other"] if any(row.other for row in shown) else []
    table = pd.DataFrame(
        [(row.name, row.graded, *row.steps, *row.apart, *([row.other] if others else [])) for row in shown],
        columns=once_each(["", "Graded", *words, *(level.name for level in ladder.apart), *others]),
    )
    fills = (*theme.ordered(len(words)), *(theme.PAPER for _ in apart))
    keys = (*(rung.key for rung in ladder.rungs), *(NO_GRADE for _ in apart))
    points = tuple({"row": bar.key} for bar in bars)
    return Chart(partial(stacked, (*words, *apart), fills), parts(bars, keys, (*words, *apart)), table, points)


def grades_by_agency(ladder: Ladder, rows: Sequence[tuple[str, str, Sequence[Tally]]]) -> Chart:
    """Domain by agency: «3 of 4» graded in the better half; the darker, the larger that part.

    ``rows``: an agency's key, its name, and its tally in each domain of the ladder.
    """
    cells = [
        {
            "order": order,
            "agency": agency,
            "agency_name": shorten(name, 24, placeholder="…"),
            "column": column,
            "domain": row.key,
            "domain_name": "\n".join(wrap(row.name, 22, max_lines=2, placeholder="…")),
            "said": f"{row.better} of {row.graded}" if row.graded else "–",
            "brief": f"{row.better} of\n{row.graded}" if row.graded else "–",
            "fill": (fill := theme.shade(row.better / row.graded) if row.graded else theme.PAPER),
            "ink": theme.ink_on(fill),
        }
        for order, (agency, name, tallies) in enumerate(rows)
        for column, row in enumerate(tallies)
    ]
    table = pd.DataFrame(
        [
            (name, *(f"{row.better} of {row.graded}" if row.graded else "" for row in tallies))
            for _, name, tallies in rows
        ],
        columns=once_each(["Agency", *(domain.name for domain in ladder.domains)]),
    )
    return Chart(heat, pd.DataFrame(cells), table, tuple({"agency": agency} for agency, _, _ in rows))


def themes(rows: Sequence[ThemeCount], counted: str = "returns") -> Chart:
    """Themes as bars in two directions: strengths to the left and first, areas for development to the right.

    ``counted``: returns that name them, or findings that are coded to them.
    """
    most = max((max(row.strengths, row.areas) for row in rows), default=0)
    bars = [
        {
            "order": order,
            "theme": str(row.theme_id),
            "heading": shorten(row.theme, 52, placeholder="…"),
            "polarity": polarity,
            "side": side,
            "n": n,
            "length": n * sign,
            "edge": most * sign * 1.12,
            "label": str(n) if n else "",
        }
        for order, row in enumerate(rows)
        for polarity, side, n, sign in (
            ("strength", SIDES[0], row.strengths, -1),
            ("area", SIDES[1], row.areas, 1),
        )
    ]
    table = pd.DataFrame(
        [(row.theme, row.strengths, row.areas) for row in rows],
        columns=["Theme", f"Strength, {counted}", f"Area for development, {counted}"],
    )
    return Chart(mirrored, pd.DataFrame(bars), table, tuple({"theme": str(row.theme_id)} for row in rows))


def _in_of(row: Progress) -> str:
    late = f", {row.late} late" if row.late else ""
    return f"{row.handed_in} of {row.due} in{late}"


def _with_apart(row: Tally, apart: bool) -> tuple[int, ...]:
    return (*row.steps, sum(row.apart)) if apart else row.steps


def _above(bar: Bar, letters: int) -> str:
    """A bar's name and what is said of it, in about so many letters; what is said is never cut."""
    return f"{shorten(bar.name, max(letters - len(bar.note), 12), placeholder='…')}  ·  {bar.note}"


def parts(bars: Sequence[Bar], keys: Sequence[str], words: Sequence[str]) -> pd.DataFrame:
    """The rows of stacked bars: one for each part of each bar."""
    longest = max((sum(bar.parts) for bar in bars), default=0) or 1
    return pd.DataFrame(
        [
            {
                "order": order,
                "row": bar.key,
                "name": bar.name,
                "heading": _above(bar, 44 + len(bar.note)),
                "brief": _above(bar, _ON_A_TELEPHONE),
                "step": step,
                "level": key,
                "level_name": word,
                "n": n,
                "label": str(n) if n / longest >= _SMALLEST_LABELLED else "",
            }
            for order, bar in enumerate(bars)
            for step, (key, word, n) in enumerate(zip(keys, words, bar.parts, strict=True))
        ]
    )
