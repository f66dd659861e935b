"""The parts of the page across the years."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import pandas as pd
import streamlit as st

from maap.domain import sentences
from maap.domain.ladders import Ladder
from maap.domain.trends import ThemeTrend, sentence
from maap.ui import charts
from maap.ui.specs import still
from maap.ui.words import plain
from maap.views.trends import GradedAudit

SCALES_DIFFER = "These audits were graded on different scales, so they stand in separate charts: do not compare them."


def domain(rows: Sequence[GradedAudit]) -> str:
    """The domain to look at; it lives in the address. «Overall» first, where there is one."""
    names = dict.fromkeys(row.domain.name for row in sorted(rows, key=lambda row: row.domain.key != "overall"))
    return st.selectbox("Domain", list(names), key="domain", bind="query-params", width=320)


def grades(rows: Sequence[GradedAudit]) -> None:
    """How agencies graded one domain, an audit a bar, the earliest first; a chart for each scale that was used."""
    by_scale = [(ladder, list(group)) for ladder, group in groupby(sorted(rows, key=_scale), key=_scale_of)]
    if len(by_scale) > 1:
        st.warning(SCALES_DIFFER, icon=":material/straighten:")
    for at, (ladder, group) in enumerate(by_scale):
        with st.container(border=True, key=f"tile-years-{at}"):
            st.header("How agencies graded their own practice", anchor=False)
            tallies = [row.row for row in group]
            said = _sentence(ladder, group)
            st.text(said)
            chart = charts.grades(ladder, tallies)
            st.vega_lite_chart(chart.rows, still(chart.spec), theme=None, key=f"chart/years-{at}", alt=said)
            with st.expander("The same as a table"):
                st.dataframe(chart.table, hide_index=True, alt=said)
            cases = ", ".join(f"{row.cases} in {row.row.name}" for row in group)
            n = sentences.counted(sum(row.graded for row in tallies), "grade")
            st.caption(plain(f"Closed audits only; their numbers no longer change. n = {n}. Cases: {cases}."))


def _scale(row: GradedAudit) -> tuple[str, str, int]:
    return repr(row.ladder.rungs), row.year, row.audit_id


def _scale_of(row: GradedAudit) -> Ladder:
    return replace(row.ladder, domains=())


def _sentence(ladder: Ladder, rows: Sequence[GradedAudit]) -> str:
    """The latest audit beside the one before it on the same subject; without one, beside the one before."""
    *earlier, now = rows
    if not earlier:
        return sentences.grades(ladder, [now.row], "agencies")
    then = next((row for row in reversed(earlier) if row.title == now.title), earlier[-1])
    caution = "" if then.title == now.title else " The two audits looked at different subjects."
    return sentences.between(ladder, then.row, now.row) + caution


def themes(rows: Sequence[ThemeTrend], then: str, now: str) -> None:
    """Areas for development of one year and the next, and what became of them."""
    with st.container(border=True, key="tile-theme-years"):
        st.header("What became of the areas for development", anchor=False)
        said = sentence(rows, then, now)
        st.text(said)
        if rows:
            table = pd.DataFrame(
                [(row.theme, row.said_then, row.said_now, row.direction.value) for row in rows],
                columns=["Theme", f"Area in {then}", f"Area in {now}", "Direction"],
            )
            narrow = {"Theme": st.column_config.TextColumn(width=190)}  # so that a phone shows the years as well
            st.dataframe(table, hide_index=True, column_config=narrow, alt=said, height="content")
        st.caption("Returns that name the theme, of all returns that name any. Audits differ in subject and cases.")
