"""The parts of the page across the years."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

import pandas as pd
import streamlit as st

from maap.domain import sentences
from maap.domain.ladders import Ladder, Tally
from maap.domain.trends import ThemeTrend, sentence
from maap.ui import charts
from maap.ui.look import look
from maap.ui.specs import still
from maap.ui.words import plain
from maap.views.grade_years import GradedAudit, SharesOnly
from maap.views.trends import EveryYear, PublishedRow, ThemeTrends

SCALES_DIFFER = "These audits were graded on different scales, so they stand in separate charts: do not compare them."
QUESTIONS_DIFFER = "These audits asked different questions about this domain. A difference may come from the question."
TITLES = {
    "agencies": "How agencies graded their own practice",
    "panel": "What panels agreed for the cases",
}
_GRADERS = {"agencies": "agencies", "panel": "the panel"}


def domain(rows: Sequence[GradedAudit]) -> str:
    """The domain to look at; it lives in the address. «Overall» first, where there is one."""
    names = dict.fromkeys(row.domain.name for row in sorted(rows, key=lambda row: row.domain.key != "overall"))
    return st.selectbox("Domain", list(names), key="domain", bind="query-params", width=320)


def grades(rows: Sequence[GradedAudit]) -> None:
    """How one domain was graded, an audit a bar, the earliest first: agencies and panels apart, each scale apart."""
    groups = [list(group) for _, group in groupby(sorted(rows, key=_order), key=_apart)]
    if len({repr(row.ladder.rungs) for row in rows}) > 1:
        st.warning(SCALES_DIFFER, icon=":material/straighten:")
    if len({row.asked for row in rows if row.asked}) > 1:
        st.info(QUESTIONS_DIFFER, icon=":material/help:")
    for at, group in enumerate(groups):
        with st.container(border=True, key=f"tile-years-{at}"):
            _graded(f"chart/years-{at}", group)


def _graded(key: str, rows: Sequence[GradedAudit]) -> None:
    ladder = replace(max((row.ladder for row in rows), key=lambda one: len(one.apart)), domains=())
    tallies = [_even(row.row, len(ladder.apart)) for row in rows]
    st.header(TITLES[rows[0].whose], anchor=False)
    said = _sentence(ladder, rows)
    st.text(said)
    chart = charts.grades(ladder, tallies).at(look())
    st.vega_lite_chart(chart.rows_sent, still(chart.spec), theme=None, key=key, alt=said)
    with st.expander("The same as a table"):
        st.dataframe(chart.table_sent, hide_index=True, alt=said)
    cases = ", ".join(f"{'not known' if row.cases is None else row.cases} in {row.row.name}" for row in rows)
    n = sentences.counted(sum(row.graded for row in tallies), "grade")
    st.caption(plain(f"Closed and earlier audits only; their numbers no longer change. n = {n}. Cases: {cases}."))


def _even(row: Tally, apart: int) -> Tally:
    """An audit that published no answers without a grade had none to show beside those that did."""
    return replace(row, apart=(*row.apart, *(0 for _ in range(apart - len(row.apart)))))


def _order(row: GradedAudit) -> tuple[str, str, str, int]:
    return row.whose, repr(row.ladder.rungs), row.year, row.audit_id


def _apart(row: GradedAudit) -> tuple[str, str]:
    return row.whose, repr(row.ladder.rungs)


def shares_only(rows: Sequence[SharesOnly]) -> None:
    """Percentages that were published without their number: shown as they were, compared with nothing."""
    with st.container(border=True, key="tile-shares"):
        st.header("Published as percentages only", anchor=False)
        said = "Nobody published how many grades these percentages stand for, so they are not in the charts above."
        st.text(said)
        table = pd.DataFrame(
            [
                (f"{row.year} {row.title}", row.domain.name, _GRADERS[row.whose], _percentages(row), row.source)
                for row in rows
            ],
            columns=["Audit", "Domain", "Graded by", "As published", "Source"],
        )
        st.dataframe(table, hide_index=True, alt=said, height="content")


def _percentages(row: SharesOnly) -> str:
    shares = zip(row.ladder.rungs, row.shares, strict=True)
    return ", ".join(f"{rung.name} {share:g}%" for rung, share in shares if share is not None)


def _sentence(ladder: Ladder, rows: Sequence[GradedAudit]) -> str:
    """The latest audit beside the one before it on the same subject; without one, beside the one before."""
    *earlier, now = rows
    if not earlier:
        return sentences.grades(ladder, [now.row], _GRADERS[now.whose])
    then = next((row for row in reversed(earlier) if row.title == now.title), earlier[-1])
    caution = "" if then.title == now.title else " The two audits looked at different subjects."
    return sentences.between(ladder, then.row, now.row) + caution


def years(of: ThemeTrends) -> None:
    """Which two years to compare; both live in the address."""
    earlier, later = st.columns(2)
    earlier.selectbox("From", of.years[:-1], key="then", bind="query-params", index=of.years.index(of.then))
    after = [year for year in of.years if year > of.then]
    later.selectbox("To", after, key="now", bind="query-params", index=after.index(of.now))


def themes(of: ThemeTrends) -> None:
    """Areas for development of one year and another, and what became of them."""
    with st.container(border=True, key="tile-theme-years"):
        st.header("What became of the areas for development", anchor=False)
        years(of)
        said = sentence(of.rows, of.then, of.now)
        st.text(said)
        if of.rows:
            _theme_rows(of.rows, of.then, of.now)
        if of.published:
            _published(of.published)
        _every_year(of.every, of.years)
        units = " and ".join(of.units)
        counted = f"Counted: {units} that name the theme, of all that name any. " if units else ""
        st.caption(counted + "Audits differ in subject and cases. “Better” and “worse” need more than chance.")


def _theme_rows(rows: Sequence[ThemeTrend], then: str, now: str) -> None:
    table = pd.DataFrame(
        [(row.theme, row.arrow, row.status, row.then.said, row.now.said, row.chance) for row in rows],
        columns=["Theme", "Direction", "Status", f"Area in {then}", f"Area in {now}", "Difference"],
    )
    narrow = {"Theme": st.column_config.TextColumn(width=190)}  # so that a phone shows the direction as well
    alt = f"Each theme that was an area for development in {then} or {now}, with its direction and status."
    st.dataframe(table, hide_index=True, column_config=narrow, alt=alt, height="content")


def _published(rows: Sequence[PublishedRow]) -> None:
    with st.expander("As it was published"):
        table = pd.DataFrame(
            [(row.theme, row.then, row.improved, row.still_to_do, row.source) for row in rows],
            columns=["Theme", "Area then", "Improved", "Still to do", "Source"],
        )
        st.dataframe(table, hide_index=True, alt="What earlier publications said about each theme.", height="content")


def _every_year(rows: Sequence[EveryYear], of_years: Sequence[str]) -> None:
    with st.expander("Every year"):
        table = pd.DataFrame([(row.theme, *row.said) for row in rows], columns=["Theme", *of_years])
        st.dataframe(table, hide_index=True, alt="How often each theme was an area for development, by year.")
