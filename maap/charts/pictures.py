"""A picture as a chart: its rows handed to the specification that fits, and the same as a table."""

from datetime import date
from functools import partial
from itertools import accumulate
from textwrap import shorten, wrap
from typing import Any

import pandas as pd

from maap.charts import theme
from maap.charts.drawings import Bar, Chart, once_each, parts
from maap.charts.risen import risen
from maap.charts.specs import heat, stacked
from maap.domain.pictures import Colours, Drawing, Picture, Row
from maap.domain.written_dates import spoken


def drawn(picture: Picture) -> Chart | None:
    """The chart; None for a picture in words alone."""
    if not picture.rows or picture.drawing is Drawing.WORDS:
        return None
    match picture.drawing:
        case Drawing.CELLS:
            return _cells(picture)
        case Drawing.STEPS:
            return _steps(picture)
        case _:
            return _bars(picture)


def _bars(picture: Picture) -> Chart:
    bars = tuple(Bar(row.key, row.name, row.note or str(sum(row.parts)), row.parts) for row in picture.rows)
    keys = tuple(f"part-{at}" for at in range(len(picture.columns)))
    spec = partial(stacked, picture.columns, _fills(picture))
    points = tuple({"row": row.key} for row in picture.rows)
    return Chart(spec, parts(bars, keys, picture.columns), _table(picture), points)


def _fills(picture: Picture) -> tuple[str, ...]:
    match picture.colours:
        case Colours.SIDES:
            return (theme.STRENGTH, theme.AREA, theme.LINE)[: len(picture.columns)]
        case Colours.PROGRESS:
            return (*theme.ordered(max(len(picture.columns) - 1, 1)), theme.LATE)[-len(picture.columns) :]
        case _:
            return theme.ordered(len(picture.columns))


def _cells(picture: Picture) -> Chart:
    rows = [
        _cell(order, row, column, name) | {"domain": picture.keys[column] if picture.keys else str(column)}
        for order, row in enumerate(picture.rows)
        for column, name in _named(picture)
    ]
    points = tuple({"agency": row.key} for row in picture.rows)
    return Chart(heat, pd.DataFrame(rows), _table(picture), points)


def _named(picture: Picture) -> list[tuple[int, str]]:
    return list(enumerate(picture.columns))


def _cell(order: int, row: Row, column: int, name: str) -> dict[str, Any]:
    fill = theme.shade(row.shades[column]) if row.said[column] != "–" else theme.PAPER
    return {
        "order": order,
        "agency": row.key,
        "agency_name": "\n".join(wrap(row.name, 19, max_lines=2, placeholder="…")),
        "column": column,
        "domain_name": "\n".join(wrap(shorten(name, 52, placeholder="…"), 19)),
        "said": row.said[column],
        "brief": row.said[column].replace(" of ", " of\n"),
        "fill": fill,
        "ink": theme.ink_on(fill),
    }


def _steps(picture: Picture) -> Chart:
    """Each column is a line that rises by the row's number on the row's day. Lines that end together share a label."""
    ends: dict[int, list[str]] = {}
    for column, name in _named(picture):
        ends.setdefault(sum(row.parts[column] for row in picture.rows), []).append(name)
    labels = {names[0]: " and ".join(names) for names in ends.values()}
    rows = [
        {
            "row": row.key,
            "day": row.name,
            "line": name,
            "n": n,
            "dashed": column == 0,
            "label": labels.get(name, "") if last else "",
        }
        for column, name in _named(picture)
        for row, n, last in _risen(picture.rows, column)
    ]
    points = tuple({"row": row.key} for row in picture.rows)
    return Chart(risen, pd.DataFrame(rows), _table(picture), points)


def _risen(rows: tuple[Row, ...], column: int) -> list[tuple[Row, int, bool]]:
    sums = list(accumulate(row.parts[column] for row in rows))
    return [(row, n, at == len(rows) - 1) for at, (row, n) in enumerate(zip(rows, sums, strict=True))]


def _table(picture: Picture) -> pd.DataFrame:
    days = picture.drawing is Drawing.STEPS
    names = [spoken(date.fromisoformat(row.name)) if days else row.name for row in picture.rows]
    lines = [(name, *(row.said or row.parts)) for name, row in zip(names, picture.rows, strict=True)]
    return pd.DataFrame(lines, columns=once_each([picture.first or "", *picture.columns]))
