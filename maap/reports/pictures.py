"""The charts of documents: the same drawings as on the pages, made without a browser."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import vl_convert

from maap.charts import drawings
from maap.charts.pictures import drawn
from maap.charts.specs import still
from maap.domain.documents import Chart
from maap.domain.ladders import Ladder, Named, Tally
from maap.domain.pictures import Drawing, Picture, Row
from maap.views.results import ThemeCount

FONT = "Liberation Sans"
FONTS = Path(__file__).parent / "fonts"
_WIDTH = 620


@lru_cache(maxsize=1)
def _maker() -> Any:
    vl_convert.register_font_directory(str(FONTS))
    return vl_convert


@lru_cache(maxsize=128)
def svg(chart: Chart) -> str:
    """A chart as a vector picture."""
    return drawing(specification(chart))


def drawing(spec: dict[str, Any]) -> str:
    """A whole specification as a vector picture."""
    return str(_maker().vegalite_to_svg(spec, allowed_base_urls=[]))


@lru_cache(maxsize=128)
def png(chart: Chart) -> bytes:
    """A chart as a picture of points, sharp enough for print."""
    return bytes(_maker().svg_to_png(svg(chart), scale=2.5))


def specification(chart: Chart) -> dict[str, Any]:
    """The chart's specification with its rows in it, in a fixed width."""
    return dict(json.loads(chart.made)) if chart.drawing == "made" else filled(_drawn(chart))


def filled(found: drawings.Chart) -> dict[str, Any]:
    """A drawing with its rows in it, on white paper."""
    spec = still(found.spec) | {"data": {"values": found.rows.to_dict("records")}, "width": _WIDTH}
    config = spec["config"] | {"font": FONT, "background": "#ffffff"}
    return spec | {"config": config}


def _drawn(chart: Chart) -> drawings.Chart:
    match chart.drawing:
        case "themes":
            return drawings.themes(_sides(chart))
        case "cases":
            return _of_cases(drawings.themes(_sides(chart), "cases"))
        case "cells":
            return _cells(chart)
        case "rounded":
            return _rounded(chart)
        case _:
            ladder = _ladder(chart.levels)
            return drawings.grades(ladder, [_tally(at, name, n) for at, (name, _, n) in enumerate(chart.rows)])


def _sides(chart: Chart) -> list[ThemeCount]:
    return [ThemeCount(at, name, *n[:2]) for at, (name, _, n) in enumerate(chart.rows)]


def _of_cases(found: drawings.Chart) -> drawings.Chart:
    """The same bars, whose words say that cases were counted and not returns."""
    spec = json.dumps(found.spec).replace('"title": "Returns"', '"title": "Cases"')
    return drawings.Chart(lambda *_, **__: dict(json.loads(spec)), found.rows, found.table, found.points)


def _rounded(chart: Chart) -> drawings.Chart:
    """Bars whose notes say the total, which is rounded by itself and is not the sum of the parts."""
    rows = tuple(Row(f"r{at}", name, n, note) for at, (name, note, n) in enumerate(chart.rows))
    found = drawn(Picture("", Drawing.BARS, "", chart.levels, rows))
    return found or drawings.grades(_ladder(chart.levels), [])


def _ladder(levels: tuple[str, ...], domains: tuple[str, ...] = ()) -> Ladder:
    named = tuple(Named(f"d{at}", domain) for at, domain in enumerate(domains))
    return Ladder("", tuple(Named(f"l{at}", level) for at, level in enumerate(levels)), domains=named)


def _tally(at: int, name: str, steps: tuple[int, ...]) -> Tally:
    return Tally(f"r{at}", name, steps, 0)


def _cells(chart: Chart) -> drawings.Chart:
    """Pairs of better and graded, for each domain in turn."""
    rows = []
    for at, (name, _, numbers) in enumerate(chart.rows):
        pairs = zip(numbers[::2], numbers[1::2], strict=True)
        tallies = [
            Tally(f"d{place}", chart.levels[place], (better, graded - better), better)
            for place, (better, graded) in enumerate(pairs)
        ]
        rows.append((f"a{at}", name, tallies))
    return drawings.grades_by_agency(_ladder((), chart.levels), rows)
