"""`python -m tests.attack.shown [--examples 10000] [--seed N]`: random audits, and every number in every form of what goes outside.

Chart data, tooltips, labels, notes, tables, spreadsheets, addresses for programs and alternative texts may show nought,
multiples of five from ten on, and whole percentages of these; every other count must be hidden in words. Every form is
made of the stored snapshot alone, which holds nothing else. With `--naive` counts
from five on are exact: then some number must be found that may not be shown.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from unittest import SkipTest

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from maap.domain.rounding import HIDDEN_COUNT, HIDDEN_ROW, Line, percent, rounded
from maap.domain.shared import SharedBody, SharedTile, TileKey, grades_tile
from maap.domain.shared_sides import NamedIn, beside_each_other, sides_tile
from maap.reports.pictures import specification
from maap.reports.shared_document import chart, shared_document
from maap.reports.shared_tables import as_json, csv
from maap.views.sharing import Shared
from tests import factories as make

LEVELS = ("Outstanding", "Good", "Requires improvement", "Inadequate", "No grade")
Counts = tuple[list[list[int]], int, list[tuple[int, int]], list[tuple[int, int, int]]]
"""Grades by domain, how many cases, themes by side, and kinds with their cases."""


@st.composite
def audits(draw: st.DrawFn) -> Counts:
    """Any counts of an audit, small ones above all."""
    some = st.one_of(st.integers(0, 9), st.integers(0, 60), st.integers(0, 2_000))
    cases = draw(some)
    grades = draw(st.lists(st.lists(some, min_size=5, max_size=5), min_size=1, max_size=3))
    within = st.integers(0, cases)
    themes = draw(st.lists(st.tuples(within, within), min_size=1, max_size=4))
    kinds = draw(st.lists(within.flatmap(lambda n: st.tuples(st.just(n), *(st.integers(0, n),) * 2)), max_size=2))
    return grades, cases, themes, kinds


def told(counts: Counts) -> Shared:
    """What goes outside of these counts."""
    grades, cases, themes, kinds = counts
    rows = [(f"d{at}", f"Domain {'ABC'[at]}", parts) for at, parts in enumerate(grades)]
    first = grades_tile("grades-g", LEVELS, 2, rows, {})
    sides, totals = [], {}
    named = {
        TileKey.THEMES: [NamedIn(f"t{at}", f"Theme {'ABCD'[at]}", cases, *n) for at, n in enumerate(themes)],
        TileKey.DOMAINS: [NamedIn(f"d{at}", f"Domain {'ABCD'[at]}", cases, *n[::-1]) for at, n in enumerate(themes)],
        TileKey.KINDS: [NamedIn(f"k{at}", f"Kind {'AB'[at]}", *n) for at, n in enumerate(kinds)],
    }
    for key, there in named.items():
        tile, of_tile = sides_tile(key, there, {})
        sides.append(tile)
        totals |= of_tile
    body = SharedBody(cases=rounded(cases), agencies=4, tiles=(first, *beside_each_other(sides, totals, {})))
    return Shared(1, 1, "REF", "Title", "Year", "Partnership", make.NOW, body)


def is_allowed(n: int) -> bool:
    """Whether a count may be seen."""
    return n == 0 or (n >= 10 and n % 5 == 0)


def numbers(shared: Shared) -> Iterator[tuple[str, int]]:
    """Every count in every form, and where it stands."""
    for tile in shared.body.tiles:
        cells = [cell for row in tile.table for cell in row[1:] if cell not in (HIDDEN_COUNT, HIDDEN_ROW)]
        yield from (("table", _whole(cell)) for cell in cells)
        yield from _in_chart(tile)
    figures = json.loads(as_json([shared]))["figures"]
    yield from (("address", int(cell["cases"])) for cell in figures if cell["cases"] is not None)
    exported = re.findall(r',"?(\d+)"?$', csv([shared]).decode("utf-8-sig"), re.MULTILINE)
    yield from (("export", int(n)) for n in exported)
    page = str(shared_document(shared).parts[0].blocks)
    yield from (("page", _whole(n)) for n in re.findall(r"Cases in the audit: ([\d,]+)\.", page))


def _whole(cell: str) -> int:
    return int(cell.replace(",", ""))


def _in_chart(tile: SharedTile) -> Iterator[tuple[str, int]]:
    drawn = chart(tile)
    if drawn is None:
        return
    spec = specification(drawn)
    for bar in spec["data"]["values"]:
        yield "chart and tooltip", int(bar["n"])
        if "length" in bar:
            yield "bar", abs(int(bar["length"]))
        for word in re.findall(r"\d[\d,]*", f"{bar['label']} {str(bar.get('heading', '')).partition('·')[2]}"):
            yield "label", int(word.replace(",", ""))
    for text in (drawn.alt, tile.sentence):
        for share in re.findall(r"about (\d+)%", text):
            yield "share", -int(share)


def forbidden(shared: Shared) -> list[tuple[str, int]]:
    """What may not be seen; a percentage must come of two rounded counts that are shown."""
    shares = {-(percent(row.line.parts[0], row.line.of) or 0) for tile in shared.body.tiles for row in tile.rows}
    return [(where, n) for where, n in numbers(shared) if (n not in shares if where == "share" else not is_allowed(n))]


def looks(shared: Shared) -> tuple[object, ...]:
    """Every form of it, as one value."""
    drawn = [json.dumps(specification(one)) for tile in shared.body.tiles if (one := chart(tile))]
    return (*drawn, as_json([shared]), csv([shared]), [tile.sentence for tile in shared.body.tiles])


def holds(counts: Counts) -> None:
    """Nothing forbidden is seen, and every form is made of what is stored alone. The latter for one audit in eight."""
    shared = told(counts)
    assert forbidden(shared) == []
    if counts[1] % 8:
        return
    rebuilt = shared.body.model_validate_json(shared.body.model_dump_json())
    assert looks(Shared(1, 1, "REF", "Title", "Year", "Partnership", make.NOW, rebuilt)) == looks(shared)


def naively(counts: Counts) -> None:
    """The control: the same forms of a table that hides one to four and shows the rest as it is."""
    tile = told(counts).body.tiles[0]
    rows = tuple(
        row.model_copy(update={"line": Line(of=sum(n), parts=tuple(m if m == 0 or m > 4 else None for m in n))})
        for row, n in zip(tile.rows, counts[0], strict=True)
    )
    body = SharedBody(cases=counts[1], agencies=4, tiles=(tile.model_copy(update={"rows": rows}),))
    assert forbidden(Shared(1, 1, "REF", "Title", "Year", "Partnership", make.NOW, body)) == []


def check(examples: int, without: bool = False, first: int | None = None) -> None:
    """Try as many audits as asked for; from a seed, others each time than those of the suite. Raises AssertionError for the first that is broken."""
    quiet: Sequence[HealthCheck] = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much)
    phases = (Phase.generate, Phase.shrink)
    trying = settings(max_examples=examples, deadline=None, database=None, suppress_health_check=quiet, phases=phases)
    tried = trying(given(audits())(naively if without else holds))
    (seed(first)(tried) if first is not None else tried)()


def main() -> int:
    """Try, and say what came out."""
    asked = argparse.ArgumentParser(description="Every number in every form of what goes outside.")
    asked.add_argument("--examples", type=int, default=10_000)
    asked.add_argument("--seed", type=int, default=None)
    asked.add_argument("--naive", action="store_true", help="exact from five on: it must be found")
    chosen = asked.parse_args()
    try:
        check(chosen.examples, chosen.naive, chosen.seed)
    except (AssertionError, SkipTest) as broken:
        sys.stdout.write(f"Broken: {broken}\n")
        return int(not chosen.naive)
    sys.stdout.write(f"{chosen.examples:,} audits: no number in any form that may not be shown.\n")
    return int(chosen.naive)


if __name__ == "__main__":
    sys.exit(main())
