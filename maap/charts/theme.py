"""How every chart looks, by day and by night: one place for colours, type and spacing.

Safe for colour-blind readers and in grey print.
"""

from dataclasses import dataclass
from typing import Any

INK, QUIET, LINE = "#14202b", "#46545f", "#d4dbe0"
STRENGTH, AREA = "#0b5c8a", "#b85c00"
"""Blue and orange stay apart for every common kind of colour blindness, and in brightness."""
LATE = "#b85c00"
PAPER = "#ffffff"
EDGE = "#08415e"
UNBEGUN = "#eef1f3"
"""The part of a bar that nobody has begun."""
_RAMP = ((8, 62, 94), (92, 162, 203), (208, 230, 243))
_LONE = "#0b5c8a"


def ordered(steps: int) -> tuple[str, ...]:
    """Colours for levels from the best down: one hue, from dark to light, in equal steps."""
    if steps == 1:
        return (_LONE,)
    return tuple(_mixed(step / (steps - 1)) for step in range(steps))


def shade(part: float) -> str:
    """A colour for a part between nought and one: the larger, the darker."""
    return _mixed(1 - part**1.6)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour (WCAG's relative luminance).

    On a colour that has another one by night it is nearly so: style sheets know by it which ink turns with its ground.
    """
    return _TURNING.get(colour) or _plain_ink(colour)


def _plain_ink(colour: str) -> str:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


def _mixed(part: float) -> str:
    """A colour of the ramp, from the darkest (0) to the lightest (1)."""
    dark, middle, light = _RAMP
    start, end, along = (dark, middle, part * 2) if part < 0.5 else (middle, light, part * 2 - 1)
    return "#" + "".join(f"{round(a + (b - a) * along):02x}" for a, b in zip(start, end, strict=True))


@dataclass(frozen=True)
class Look:
    """A chart's colours on a page of one brightness. ``paper``: the page behind it. ``edge``: around a bar's parts."""

    ink: str
    quiet: str
    line: str
    paper: str
    edge: str
    strength: str
    area: str
    unbegun: str

    def fill(self, colour: str) -> str:
        """What stands for a colour of the day. An ordered scale keeps its own, so that darker means the same."""
        day = DAY
        others = {
            day.line: self.line,
            day.paper: self.paper,
            day.strength: self.strength,
            day.area: self.area,
            day.unbegun: self.unbegun,
        }
        return others.get(colour, colour)


DAY = Look(INK, QUIET, LINE, PAPER, EDGE, STRENGTH, AREA, UNBEGUN)
NIGHT = Look("#eef3f6", "#b4c2cc", "#3d4e5b", "#131d26", "#9cc7e0", "#4a94c4", "#f4ad63", "#26343f")
"""The same on a dark page: letters and edges are light, blue and orange bright enough to stand out from it."""


def _turning() -> dict[str, str]:
    marks = ({"#000000": "#010101", "#ffffff": "#fdfdfd"}, {"#ffffff": "#fefefe", "#000000": "#020202"})
    grounds = ((look.paper, look.unbegun, look.line, look.strength, look.area) for look in (DAY, NIGHT))
    return {one: mark[_plain_ink(one)] for mark, of in zip(marks, grounds, strict=True) for one in of}


_TURNING = _turning()
TURNS = (("#010101", "#fefefe"), ("#fdfdfd", "#020202"))
"""Inks on grounds that have another colour by night, by day and by night."""


def config(look: Look) -> dict[str, Any]:
    """The Vega-Lite configuration of every chart, which brings its own paper: its page may turn dark meanwhile."""
    return {
        "background": look.paper,
        "font": "sans-serif",
        "lineBreak": "\n",
        "view": {"stroke": None},
        "axis": {
            "labelColor": look.ink,
            "labelFontSize": 12,
            "titleColor": look.quiet,
            "gridColor": look.line,
            "grid": False,
            "domain": False,
            "ticks": False,
        },
        "legend": {
            "orient": "top",
            "title": None,
            "labelColor": look.ink,
            "labelFontSize": 12,
            "labelLimit": 200,
            "symbolType": "square",
            "symbolSize": 130,
            "symbolStrokeWidth": 1,
            "rowPadding": 4,
            "columnPadding": 16,
            "padding": 0,
            "offset": 10,
        },
        "text": {"color": look.ink, "fontSize": 12},
    }
