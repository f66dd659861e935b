"""How every chart looks: one place for colours, type and spacing. Safe for colour-blind readers and in grey print."""

from typing import Any

INK, QUIET, LINE = "#14202b", "#46545f", "#d4dbe0"
STRENGTH, AREA = "#0b5c8a", "#b85c00"
"""Blue and orange stay apart for every common kind of colour blindness, and in brightness."""
LATE = "#b85c00"
PAPER = "#ffffff"
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
    """Black or white, whichever reads better on the colour (WCAG's relative luminance)."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return "#ffffff" if 1.05 / (luminance + 0.05) > (luminance + 0.05) / 0.05 else "#000000"


def _mixed(part: float) -> str:
    """A colour of the ramp, from the darkest (0) to the lightest (1)."""
    dark, middle, light = _RAMP
    start, end, along = (dark, middle, part * 2) if part < 0.5 else (middle, light, part * 2 - 1)
    return "#" + "".join(f"{round(a + (b - a) * along):02x}" for a, b in zip(start, end, strict=True))


CONFIG: dict[str, Any] = {
    "background": "transparent",
    "font": "sans-serif",
    "lineBreak": "\n",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK,
        "labelFontSize": 12,
        "titleColor": QUIET,
        "grid": False,
        "domain": False,
        "ticks": False,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelColor": INK,
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
    "text": {"color": INK, "fontSize": 12},
}
"""The Vega-Lite configuration of every chart."""
