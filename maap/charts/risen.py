"""Lines that rise step by step through the days: what is due, and what has come."""

from functools import lru_cache
from typing import Any

import altair as alt

from maap.charts import theme
from maap.charts.specs import PICK
from maap.charts.theme import DAY, Look


@lru_cache(maxsize=2)
def risen(look: Look = DAY) -> dict[str, Any]:
    """The specification, without rows. The first line is dashed: it is what was planned."""
    day = alt.X("day:T", title=None).axis(
        format="%-d %b", labelAngle=0, labelOverlap=True, labelSeparation=10, tickCount=6
    )
    number = alt.Y("n:Q", title=None).axis(tickMinStep=1, tickCount=5)
    base = alt.Chart().encode(x=day, y=number)
    colour = alt.Color("dashed:N", scale=alt.Scale(domain=[True, False], range=[look.quiet, look.strength]))
    lines = base.mark_line(interpolate="step-after", strokeWidth=2.5).encode(
        color=colour.legend(None),
        detail="line:N",
        strokeDash=alt.condition(
            alt.FieldEqualPredicate(field="dashed", equal=True), alt.value([5, 4]), alt.value([1, 0])
        ),
        tooltip=[
            alt.Tooltip("day:T", title="Day", format="%-d %B %Y"),
            alt.Tooltip("line:N", title="Returns"),
            alt.Tooltip("n:Q", title="Number"),
        ],
    )
    days = (  # nothing to see: a day is hard to hit with a line's width
        base.mark_point(size=220, opacity=0, filled=True, cursor="pointer")
        .encode(tooltip=lines.encoding.tooltip)
        .add_params(alt.selection_point(name=PICK, fields=["row"]))
    )
    near = "!datum.dashed && datum.n > 0.85 * datum.most"
    names = [
        base.transform_joinaggregate(most="max(n)")
        .transform_filter(f"datum.label != '' && {which}")
        .mark_text(align="right", dx=-4, dy=dy, fontWeight=600)
        .encode(text="label:N", color=colour.legend(None))
        for which, dy in ((f"!({near})", -9), (f"({near})", 13))  # under its line where two would stand on each other
    ]
    spec: dict[str, Any] = alt.layer(lines, days, *names).properties(height=220).to_dict()
    layers = [{name: part for name, part in layer.items() if name != "data"} for layer in spec["layer"]]
    kept = {name: part for name, part in spec.items() if name not in ("data", "datasets")}
    return kept | {"layer": layers, "config": theme.config(look), "autosize": {"type": "fit-x", "contains": "padding"}}
