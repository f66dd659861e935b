"""Themes through the years: a row a theme, a cell a year, and above them its name and where it went."""

from functools import lru_cache
from textwrap import shorten
from typing import Any

import altair as alt
import pandas as pd

from maap.charts import theme
from maap.charts.drawings import Chart, once_each
from maap.charts.theme import DAY, Look
from maap.domain.pictures import Picture, Row

SHOWN = 10
"""Rows that are drawn. The table holds all."""
_LONGEST_IN_A_LINE = 9


def years(picture: Picture) -> Chart | None:
    """The chart of a picture whose columns are years; None when there is nothing to draw."""
    if not picture.rows:
        return None
    cells = [
        _cell(order, row, column, year)
        for order, row in enumerate(picture.rows[:SHOWN])
        for column, year in enumerate(picture.columns)
    ]
    lines = [(row.name, *row.further, *row.said) for row in picture.rows]
    table = pd.DataFrame(lines, columns=once_each([picture.first, *picture.further, *picture.columns]))
    return Chart(cells_of_years, pd.DataFrame(cells), table, tuple({"row": row.key} for row in picture.rows))


def _cell(order: int, row: Row, column: int, year: str) -> dict[str, Any]:
    said = row.said[column]
    fill = theme.shade(row.shades[column]) if said[:1].isdigit() else theme.PAPER
    words = said if len(said) <= _LONGEST_IN_A_LINE else said.replace(" of ", "\nof ")
    return {
        "order": order,
        "row": row.key,
        "heading": shorten(row.name, 46, placeholder="…"),
        "note": row.note,
        "column": column,
        "year": year,
        "said": said,
        "words": words,
        "lines": words.count("\n") + 1,
        "fill": fill,
        "ink": theme.ink_on(fill),
    }


@lru_cache(maxsize=2)
def cells_of_years(look: Look = DAY) -> dict[str, Any]:
    """The specification, without rows. Nothing in it is clicked on: closed audits stand behind every cell."""
    rows = alt.Y("order:O", axis=None, scale=alt.Scale(paddingInner=0, paddingOuter=0))
    columns = alt.X("year:O", sort=alt.EncodingSortField("column", op="min"), title=None).axis(
        orient="top", labelAngle=0, labelPadding=4, labelFontWeight=600
    )
    base = alt.Chart().encode(y=rows)
    cells = base.mark_rect(height=32, yOffset=18, stroke=look.paper, strokeWidth=2).encode(
        x=columns,
        color=alt.Color("fill:N", scale=None),
        tooltip=[
            alt.Tooltip("heading:N", title="Theme"),
            alt.Tooltip("year:N", title="Year"),
            alt.Tooltip("said:N", title="Named in"),
        ],
    )
    said = [
        base.transform_filter(alt.FieldEqualPredicate(field="lines", equal=lines))
        .mark_text(fontSize=11, fontWeight=600, yOffset=offset, lineHeight=12, baseline="middle")
        .encode(x=columns, text="words:N", color=alt.Color("ink:N", scale=None))
        for lines, offset in ((1, 18), (2, 12))
    ]
    first = base.transform_filter(alt.FieldEqualPredicate(field="column", equal=0))
    names = first.mark_text(align="left", yOffset=-24, fontSize=12.5, fontWeight=600).encode(
        x=alt.value(0), text="heading:N"
    )
    notes = first.mark_text(align="left", yOffset=-8, fontSize=12, color=look.quiet).encode(
        x=alt.value(0), text="note:N"
    )
    spec: dict[str, Any] = alt.layer(cells, *said, names, notes).properties(height=alt.Step(78)).to_dict()
    layers = [{name: part for name, part in layer.items() if name != "data"} for layer in spec["layer"]]
    kept = {name: part for name, part in spec.items() if name not in ("data", "datasets")}
    return kept | {"layer": layers, "config": theme.config(look), "autosize": {"type": "fit-x", "contains": "padding"}}
