"""The parts of the page across the years."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from maap.charts.year_exhibits import LEFT_OUT, QUESTIONS_DIFFER, SCALES_DIFFER, questions_differ, scales_differ
from maap.views.grade_years import GradedAudit, SharesOnly, domains_first
from maap.views.trends import PublishedRow, ThemeTrends

_GRADERS = {"agencies": "agencies", "panel": "the panel"}


def chosen_years() -> tuple[str, str]:
    """The two years that somebody chose; empty before they did."""
    then, now = (str(st.session_state.get(key) or st.query_params.get(key, "")) for key in ("then", "now"))
    return then, now


def choices(of: ThemeTrends, rows: Sequence[GradedAudit]) -> dict[str, str]:
    """The domain to look at, and which two years to compare: all live in the address. «Overall» first, if it is there.

    Returns what is chosen, by the key of each choice.
    """
    names = domains_first(rows)
    chosen: dict[str, str] = {}
    with st.container(horizontal=True, key="years-choices"):
        if names:
            chosen["domain"] = _one_of("Domain", names, "domain", names[0], 320)
        if of.then:
            chosen["then"] = _one_of("From", of.years[:-1], "then", of.then, 140)
            chosen["now"] = _one_of("To", [year for year in of.years if year > of.then], "now", of.now, 140)
    return chosen


def _one_of(label: str, offered: Sequence[str], key: str, first: str, width: int) -> str:
    """A choice among what there is. What a view or an address names and there is not any more is forgotten."""
    if key in st.session_state and st.session_state[key] not in offered:
        st.session_state[key] = first
    index = None if key in st.session_state else offered.index(first)
    return str(st.selectbox(label, offered, key=key, bind="query-params", index=index or 0, width=width))


def cautions(of: ThemeTrends, rows: Sequence[GradedAudit]) -> None:
    """What a reader must know before comparing."""
    if not of.all_seen:
        st.text(LEFT_OUT)
    if scales_differ(rows):
        st.warning(SCALES_DIFFER, icon=":material/straighten:")
    if questions_differ(rows):
        st.info(QUESTIONS_DIFFER, icon=":material/help:")
    if not of.then:
        st.text(f"Themes can be compared once audits of another year than {of.now} are closed.")


def published(rows: Sequence[PublishedRow]) -> None:
    """What earlier publications printed about the two years, word for word."""
    with st.expander("As it was published"):
        table = pd.DataFrame(
            [(row.theme, row.then, row.improved, row.still_to_do, row.source) for row in rows],
            columns=["Theme", "Area then", "Improved", "Still to do", "Source"],
        )
        st.dataframe(table, hide_index=True, alt="What earlier publications said about each theme.", height="content")


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
