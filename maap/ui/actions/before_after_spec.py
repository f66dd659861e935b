"""The chart of before and after: a line from where practice was to where it is, one for each thing that was to improve.

It is made once in a process and fed with rows. It holds nothing that people typed.
"""

from functools import lru_cache
from typing import Any

import altair as alt

from maap.charts import theme
from maap.charts.theme import DAY, Look

BEFORE, AFTER = "Before", "After"
_SIDES = (BEFORE, AFTER)


@lru_cache(maxsize=2)
def moved(look: Look = DAY) -> dict[str, Any]:
    """Names above the lines, so that a narrow screen loses nothing to an axis. Hollow is before, filled is after."""
    base = alt.Chart().encode(y=alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0)))
    along = alt.X(
        "share:Q",
        scale=alt.Scale(domain=[0, 1], padding=12),
        axis=alt.Axis(format="%", values=[0, 0.5, 1], title=None, labelExpr=_ENDS, domain=False, grid=True),
    )
    track = base.mark_rule(yOffset=12, color=look.line, strokeWidth=2).encode(x="least:Q", x2="most:Q")
    way = base.mark_trail(yOffset=12, color=look.quiet).encode(
        x=along, size=alt.Size("width:Q", scale=None, legend=None), detail="order:O"
    )
    points = base.mark_point(yOffset=12, size=170, strokeWidth=2.5, opacity=1, stroke=look.strength).encode(
        x=along,
        fill=alt.Fill(
            "side:N", scale=alt.Scale(domain=list(_SIDES), range=[look.paper, look.strength]), sort=list(_SIDES)
        ).legend(title=None),
        tooltip=[
            alt.Tooltip("name:N", title="What was to improve"),
            alt.Tooltip("side:N", title="When"),
            alt.Tooltip("said:N", title="Answers"),
        ],
    )
    headings = (
        base.transform_filter(alt.FieldEqualPredicate(field="side", equal=BEFORE))
        .mark_text(align="left", yOffset=-20, fontSize=12.5, lineBreak="\n")
        .encode(x=alt.value(0), text="heading:N")
    )
    return _finished(alt.layer(track, way, points, headings), look)


_ENDS = "datum.value == 0 ? 'None' : datum.value == 1 ? 'All' : 'Half'"


def _finished(chart: Any, look: Look) -> dict[str, Any]:
    """The specification as data, in the house's style and without rows: those are handed over apart."""
    spec: dict[str, Any] = chart.properties(height=alt.Step(66)).to_dict()
    layers = [{name: part for name, part in layer.items() if name != "data"} for layer in spec["layer"]]
    kept = {name: part for name, part in spec.items() if name not in ("data", "datasets")}
    return kept | {"layer": layers, "config": theme.config(look), "autosize": {"type": "fit-x", "contains": "padding"}}
