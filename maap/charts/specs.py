"""The specifications of the charts. Each is made once in a process and fed with rows.

They hold column names of our own and nothing that people typed, except the names of a scale's levels.
"""

from functools import lru_cache
from typing import Any

import altair as alt

from maap.charts import theme
from maap.charts.theme import DAY, Look

PICK = "pick"
"""The name of every chart's selection."""
NO_GRADE = "-"
"""The part of a bar for answers that grade nothing: it stands after the grades, unfilled and dashed."""
SIDES = ("Strength", "Area for development")
_FITS = "length(datum.heading) * 6 < width"
"""Whether what stands above a bar has room there: on a telephone it is said more briefly."""
_NARROW_CELL = 52
"""Pixels of a cell below which its «3 of 4» takes two lines."""


@lru_cache(maxsize=64)
def stacked(words: tuple[str, ...], fills: tuple[str, ...], look: Look = DAY) -> dict[str, Any]:
    """Stacked bars with their names above them, so that a narrow screen loses nothing to an axis."""
    shown = [look.fill(fill) for fill in fills]
    pick = alt.selection_point(name=PICK, fields=["row", "level"])
    base = alt.Chart().encode(y=alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0)))
    length = alt.X("n:Q", stack="zero", axis=None)
    bars = (
        base.mark_bar(size=24, yOffset=10, stroke=look.edge, strokeWidth=0.8, cursor="pointer")
        .encode(
            x=length,
            color=alt.Color("level_name:N", scale=alt.Scale(domain=list(words), range=shown), sort=list(words)).legend(
                columns=2, title=None
            ),
            order="step:Q",
            strokeDash=alt.condition(
                alt.FieldEqualPredicate(field="level", equal=NO_GRADE), alt.value([3, 2]), alt.value([1, 0])
            ),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.4)),
            tooltip=[
                alt.Tooltip("name:N", title="Row"),
                alt.Tooltip("level_name:N", title="Level"),
                alt.Tooltip("n:Q", title="Number"),
            ],
        )
        .add_params(pick)
    )
    inks = [theme.ink_on(fill) for fill in shown]
    numbers = base.mark_text(yOffset=10, fontWeight=600).encode(
        x=alt.X("n:Q", stack="zero", bandPosition=0.5),
        text="label:N",
        order="step:Q",
        color=alt.Color("level_name:N", scale=alt.Scale(domain=list(words), range=inks), legend=None),
    )
    headings = [
        base.transform_filter(f"datum.step == 0 && {fits}")
        .mark_text(align="left", yOffset=-12, fontSize=12.5)
        .encode(x=alt.value(0), text=words_above)
        for words_above, fits in (("heading:N", _FITS), ("brief:N", f"!({_FITS})"))
    ]
    return _finished(alt.layer(bars, numbers, *headings).resolve_scale(color="independent"), look)


@lru_cache(maxsize=2)
def heat(look: Look = DAY) -> dict[str, Any]:
    """Agencies down, domains across; each cell says its count."""
    pick = alt.selection_point(name=PICK, fields=["agency", "domain"])
    rows = alt.Y("agency_name:N", sort=alt.EncodingSortField("order", op="min"), title=None).axis(labelLimit=110)
    columns = alt.X("domain_name:N", sort=alt.EncodingSortField("column", op="min"), title=None).axis(
        orient="top", labelAngle=-90, labelLimit=160, labelFontSize=11, labelPadding=6
    )
    base = alt.Chart().encode(x=columns, y=rows)
    cells = (
        base.mark_rect(stroke=look.paper, strokeWidth=2, cursor="pointer")
        .encode(
            color=alt.Color("fill:N", scale=None),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.4)),
            tooltip=[
                alt.Tooltip("agency_name:N", title="Agency"),
                alt.Tooltip("domain_name:N", title="Domain"),
                alt.Tooltip("said:N", title="In the better half"),
            ],
        )
        .add_params(pick)
    )
    narrow = f"bandwidth('x') < {_NARROW_CELL}"
    said = [
        base.mark_text(fontSize=11, fontWeight=600, dy=up).encode(
            text=words, color=alt.Color("ink:N", scale=None), opacity=alt.condition(when, alt.value(1), alt.value(0))
        )
        for words, when, up in (("said:N", f"!({narrow})", 0), ("brief:N", narrow, -7))
    ]
    return _finished(alt.layer(cells, *said), look, step=34)


@lru_cache(maxsize=2)
def mirrored(look: Look = DAY) -> dict[str, Any]:
    """Bars in two directions from one middle, which stands in the middle whatever the numbers are."""
    pick = alt.selection_point(name=PICK, fields=["theme", "polarity"])
    base = alt.Chart().encode(y=alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0)))
    length = alt.X("length:Q", axis=None)
    bars = (
        base.mark_bar(size=20, yOffset=10, cursor="pointer")
        .encode(
            x=length,
            color=alt.Color(
                "side:N", scale=alt.Scale(domain=list(SIDES), range=[look.strength, look.area]), sort=list(SIDES)
            ).legend(columns=2, title=None),
            opacity=alt.condition(pick, alt.value(1), alt.value(0.4)),
            tooltip=[
                alt.Tooltip("heading:N", title="Theme"),
                alt.Tooltip("side:N", title="Named as"),
                alt.Tooltip("n:Q", title="Returns"),
            ],
        )
        .add_params(pick)
    )
    edges = base.mark_point(opacity=0).encode(x=alt.X("edge:Q", axis=None))
    ends: tuple[tuple[str, Any, int], ...] = (("strength", "right", -5), ("area", "left", 5))
    numbers = [
        base.transform_filter(alt.FieldEqualPredicate(field="polarity", equal=polarity))
        .mark_text(align=align, dx=dx, yOffset=10, fontWeight=600)
        .encode(x=length, text="label:N")
        for polarity, align, dx in ends
    ]
    headings = (
        base.transform_filter(alt.FieldEqualPredicate(field="polarity", equal="strength"))
        .mark_text(align="center", yOffset=-11, fontSize=12.5)
        .encode(x=alt.datum(0), text="heading:N")
    )
    return _finished(alt.layer(edges, bars, *numbers, headings), look, step=46)


def _finished(chart: Any, look: Look, step: int = 52) -> dict[str, Any]:
    """The specification as data, in the house's style and without rows: those are handed over apart."""
    spec: dict[str, Any] = chart.properties(height=alt.Step(step)).to_dict()
    layers = [{name: part for name, part in layer.items() if name != "data"} for layer in spec["layer"]]
    kept = {name: part for name, part in spec.items() if name not in ("data", "datasets")}
    return kept | {"layer": layers, "config": theme.config(look), "autosize": {"type": "fit-x", "contains": "padding"}}


def still(spec: dict[str, Any]) -> dict[str, Any]:
    """The specification for readers who may not look behind it: the pointer promises nothing."""
    return spec | {"layer": [layer | {"mark": layer["mark"] | {"cursor": "default"}} for layer in spec["layer"]]}
