"""A bare Streamlit page like a given one: the same containers, texts, links and widgets, and nothing behind them."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import altair as alt
import pandas as pd
from streamlit.dataframe_util import convert_arrow_bytes_to_pandas_df
from streamlit.testing.v1 import AppTest

_WIDGETS = ("radio", "text_area", "text_input", "button", "multiselect", "date_input", "checkbox", "selectbox")
CHARTS: dict[int, tuple[pd.DataFrame, dict[str, Any]]] = {}
"""By its number on the bare page: the rows and the specification of a chart, at hand as they are."""
_TEXTS = ("caption", "text", "markdown", "title", "header", "subheader")


def in_altair(number: int) -> Any:
    """A chart as a page has it that writes it in Altair: its specification is checked and written out at each run."""
    rows, spec = CHARTS[number]
    chart = alt.Chart.from_dict(spec)
    chart.data = rows
    return chart


def bare_page(like: AppTest, altair: bool = False) -> tuple[AppTest, Counter[str]]:
    """The bare page, and how much of each kind is on it. What it cannot copy is left out, to the disadvantage of ours.

    Its charts are specifications and rows that lie ready; with ``altair`` they are written in Altair, as pages do.
    """
    counted: Counter[str] = Counter()
    main, sidebar = (like._tree.children[place] for place in (0, 1))
    lines = [
        "import streamlit as st",
        "from tests.benchmarks.bare import CHARTS, in_altair",
        *_inside(main, 0, counted),
        "with st.sidebar:",
        "    pass",
        *_inside(sidebar, 1, counted),
    ]
    if altair:
        lines = [re.sub(r"vega_lite_chart\(\*CHARTS\[(\d+)\]", r"altair_chart(in_altair(\1)", line) for line in lines]
    bare = AppTest.from_string("\n".join(lines), default_timeout=60).run()
    assert not bare.exception, bare.exception
    return bare, counted


def _inside(block: Any, depth: int, counted: Counter[str]) -> Iterator[str]:
    for node in block.children.values():
        if hasattr(node, "children"):
            yield "    " * depth + f"with {_container(node, counted)}:"
            yield from _inside(node, depth + 1, counted)
            yield "    " * (depth + 1) + "pass"
        elif call := _call(node, sum(counted.values())):
            counted[node.type] += 1
            yield "    " * depth + call


def _container(node: Any, counted: Counter[str]) -> str:
    if node.type == "expander":
        counted["expander"] += 1
        return f"st.expander({node.label!r})"
    counted["container"] += 1
    flex = node.proto.flex_container if hasattr(node.proto, "flex_container") else node.proto
    horizontal = str(flex).find("HORIZONTAL") >= 0
    named = f", key='container-{sum(counted.values())}'" if getattr(node.proto, "id", "") else ""
    return f"st.container(horizontal={horizontal}, border={bool(getattr(flex, 'border', False))}{named})"


def _call(node: Any, number: int) -> str:
    """The line that draws an element; empty for what is not copied."""
    if node.type in _TEXTS:
        return f"st.{node.type}({str(node.value)!r})"
    if node.type == "html":
        return f"st.html({node.proto.body!r})"
    if node.type == "progress":
        return f"st.progress({node.proto.value}, text={node.proto.text!r})"
    if node.type == "page_link":
        return f"st.page_link('https://example.org/{number}', label={node.proto.label!r})"
    if node.type == "vega_lite_chart":
        CHARTS[number] = convert_arrow_bytes_to_pandas_df(node.proto.data.data), json.loads(node.proto.spec)
        return f"st.vega_lite_chart(*CHARTS[{number}], theme=None, key='chart-{number}')"
    return _widget(node, number) if node.type in _WIDGETS else ""


def _widget(node: Any, number: int) -> str:
    label, key = str(node.label) or "A label", f"key='{node.type}-{number}'"
    if node.type == "button":
        icon, hint = node.proto.icon or None, node.proto.help or None
        return f"st.button({label!r}, icon={icon!r}, help={hint!r}, type={node.proto.type!r}, {key})"
    options = f", {list(getattr(node, 'options', []))!r}" if hasattr(node, "options") else ""
    index = ", index=None" if node.type == "radio" else ""
    return f"st.{node.type}({label!r}{options}{index}, {key})"
