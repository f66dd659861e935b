"""What a screen on a wall turns through: a slide for each measure, with its sentence, its chart and a table."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from maap.charts import drawings
from maap.charts.pictures import drawn
from maap.charts.specs import still
from maap.domain import sentences
from maap.domain.disclosure import ANYBODY, fewest_others
from maap.domain.ladders import Tally, tally
from maap.domain.people import LONDON
from maap.domain.sentences import counted
from maap.domain.tiles import BY_KEY
from maap.domain.written_dates import spoken
from maap.reports.pictures import FONT, drawing
from maap.views.displays import FURTHER, Wall
from maap.views.results import Rows

WIDE, SHORT, NARROW = 1300, 760, 360
"""Widths in which a chart is drawn, a short one of few bars too: it is enlarged with its letters."""
_LOUDER = 1.45
"""How much larger letters are on a wall than on a page; the bars leave so much room."""
_LETTERS = ("fontSize", "labelFontSize", "symbolSize")
_FOR_A_WALL = {"labelLimit": 420, "labelAngle": 0, "columns": 6}
_SPOKEN = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')
HIDDEN = (
    f"Hidden to protect children and agencies: shown once {fewest_others(ANYBODY)} agencies have answered, so that "
    "nobody who stands here can tell another agency’s figures."
)
"""What stands on a screen where figures are kept back."""


@dataclass(frozen=True)
class Slide:
    """One page of the screen. ``wide`` and ``narrow`` are the chart as SVG; empty: the sentence alone."""

    key: str
    heading: str
    sentence: str
    note: str
    wide: str = ""
    narrow: str = ""
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def slides(wall: Wall) -> tuple[Slide, ...]:
    """The pages of the screen: whether practice is good and what works first."""
    return (*_grades(wall), _themes(wall), *_panel(wall), _returns(wall), *_further(wall))


def as_at(wall: Wall) -> str:
    """«As at 3 March 2026 at 14:02 · 9 of 24 returns in»."""
    at = wall.scene.as_at.astimezone(LONDON)
    due = wall.returns.due
    complete = f"{sentences.share(wall.returns.handed_in, due, 'return')} in" if due else "no returns asked for yet"
    return f"As at {spoken(at.date())} at {at:%H:%M} · {complete}"


def _grades(wall: Wall) -> Iterator[Slide]:
    for at, ladder in enumerate(wall.scene.ladders):
        rows = tuple(tally(ladder, domain, wall.grades.get(domain.key, {})) for domain in ladder.domains)
        graded = _graded(rows)
        said = sentences.grades(ladder, rows, "agencies")
        if not graded and wall.returns.handed_in + wall.returns.under_way:
            said = HIDDEN
        chart = drawings.grades(ladder, rows) if graded else None
        if graded or not at:
            yield _slide(f"grades-{at}", BY_KEY["grades"].name, said, counted(graded, "grade"), chart)


def _panel(wall: Wall) -> Iterator[Slide]:
    rows: Rows = wall.panel
    for at, ladder in enumerate(wall.scene.ladders):
        tallies = tuple(tally(ladder, domain, rows.get(domain.key, {})) for domain in ladder.domains)
        if graded := _graded(tallies):
            said = sentences.grades(ladder, tallies, "the panel")
            note = counted(graded, "grade of cases", "grades of cases")
            yield _slide(f"panel-{at}", BY_KEY["panel"].name, said, note, drawings.grades(ladder, tallies))


def _themes(wall: Wall) -> Slide:
    found = wall.themes
    strengths = [(row.theme, row.strengths) for row in found.rows]
    said = sentences.themes(strengths, [(row.theme, row.areas) for row in found.rows], found.returns)
    note = counted(found.returns, "return with themes", "returns with themes")
    chart = drawings.themes(found.rows) if found.rows else None
    return _slide("themes", BY_KEY["themes"].name, HIDDEN if found.kept_back else said, note, chart)


def _returns(wall: Wall) -> Slide:
    row = wall.returns
    said = sentences.returns_in(row.handed_in, row.due, row.late, row.longest)
    chart = drawings.returns_in([row]) if row.due else None
    return _slide("returns", BY_KEY["returns"].name, said, counted(row.due, "return"), chart)


def _further(wall: Wall) -> Iterator[Slide]:
    for key in FURTHER:
        picture = wall.pictures.get(key)
        chart = drawn(picture) if picture else None
        if picture and chart and not chart.empty:
            yield _slide(key, BY_KEY[key].name, picture.sentence, picture.n, chart)


def _graded(rows: tuple[Tally, ...]) -> int:
    return sum(row.graded for row in rows)


def _slide(key: str, heading: str, sentence: str, n: str, chart: drawings.Chart | None) -> Slide:
    if chart is None or chart.empty:
        return Slide(key, heading, sentence, "")
    bars = chart.rows["order"].nunique() if "order" in chart.rows else WIDE
    return Slide(
        key,
        heading,
        sentence,
        f"n = {n}" if n else "",
        _inline(chart, SHORT if bars <= 3 else WIDE, wide=True),
        _inline(chart, NARROW),
        tuple(map(str, chart.table.columns)),
        tuple(tuple(map(str, row)) for row in chart.table.itertuples(index=False)),
    )


def _inline(chart: drawings.Chart, width: int, wide: bool = False) -> str:
    """The chart for the page itself. What it says aloud is the slide's sentence and table, not each of its marks."""
    spec: dict[str, Any] = still(chart.spec)
    config = spec["config"] | {"font": FONT, "background": "transparent"}
    whole = spec | {"data": {"values": chart.rows.to_dict("records")}, "width": width, "config": config}
    return _drawn(json.dumps(_louder(whole) if wide else whole, default=str))


@lru_cache(maxsize=128)
def _drawn(spec: str) -> str:
    """A drawing is made once for all screens that show the same."""
    return _SPOKEN.sub("", drawing(json.loads(spec))).replace("<svg ", '<svg preserveAspectRatio="xMidYMin meet" ', 1)


def _louder(part: Any, name: str = "") -> Any:
    """A specification with letters that are read from across a room."""
    if isinstance(part, dict):
        return {key: value if key == "data" else _louder(value, key) for key, value in part.items()}
    if isinstance(part, list):
        return [_louder(one, name) for one in part]
    if name in _LETTERS:
        return part * _LOUDER
    if name == "height" and part == 220:
        return 2 * part
    return _FOR_A_WALL.get(name, part)
