"""The third step: the sample, its cases beside their cohort, its certificate, and replacing a case."""

from typing import Any

import altair as alt
import pandas as pd
import streamlit as st

from maap.domain.people import Permission
from maap.domain.problems import Problem
from maap.domain.redraw import REASONS
from maap.domain.sampling import REPLACEMENT_REASONS
from maap.ui import frame
from maap.ui.look import look
from maap.ui.words import count, moment, plain
from maap.views.cases import Cases, Group, SampleDrawn

_MOST_BARS = 20
_MOST_WHOLE = 25
"""Cases in a table that is shown whole; a longer one scrolls."""


def summary(sample: SampleDrawn) -> None:
    """How the sample was drawn, in the words that a report may use."""
    within = "" if sample.plan.method == "simple" else " within groups"
    st.text(
        f"{count(sample.size, 'case')} out of {sample.population:,} in the "
        f"cohort, drawn at random{within} on {moment(sample.drawn_at)} with the seed “{sample.plan.seed}”. "
        "Findings show patterns to explore, not rates."
    )


def cases(sample: SampleDrawn) -> None:
    """Every case under its neutral reference, replaced ones with the reason."""
    rows = pd.DataFrame(
        {
            "Case": [case.reference for case in sample.cases],
            "Group": [case.stratum for case in sample.cases],
            "Reference in the list": [case.cohort_reference for case in sample.cases],
            "State": ["In the sample" if case.drawn else "Replaced" for case in sample.cases],
        }
    )
    if not any(rows["Reference in the list"]):
        rows = rows.drop(columns="Reference in the list")
    height: Any = "content" if len(rows) <= _MOST_WHOLE else 600
    st.dataframe(rows, hide_index=True, width="stretch", height=height, alt="The cases of the sample")
    for case in sample.cases:
        if not case.drawn:
            st.text(f"{case.reference} was replaced by {case.stand_in}. Reason: {case.reason}.")


def beside_cohort(sample: SampleDrawn) -> None:
    """The sample beside its cohort, group by group: a sentence, a chart and a table."""
    st.subheader("The sample beside the cohort")
    st.text(_missing(sample.groups))
    total, size = sample.population, sample.size
    if 1 < len(sample.groups) <= _MOST_BARS and size:
        st.altair_chart(_bars(sample), width="stretch", alt="Share of each group in the cohort and in the sample")
    rows = {
        "Group": [group.name for group in sample.groups],
        "In the cohort": [f"{group.population:,} of {total:,}" for group in sample.groups],
        "In the sample": [f"{group.sampled} of {size}" for group in sample.groups],
        "Reserves left": [group.reserves for group in sample.groups],
    }
    st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", alt="Cohort, sample and reserves by group")


def _missing(groups: tuple[Group, ...]) -> str:
    absent = [
        f"“{group.name}” ({count(group.population, 'case')} in the cohort)" for group in groups if not group.sampled
    ]
    if not absent:
        return "Every group of the cohort is in the sample."
    return f"No case of the sample comes from {', '.join(absent)}. Say so in the report, or draw from each group."


def _bars(sample: SampleDrawn) -> alt.LayerChart:
    rows = [
        {"Group": group.name, "Of": of, "Share": n / total, "Cases": f"{n:,} of {total:,}"}
        for group in sample.groups
        for of, n, total in (
            ("Cohort", group.population, sample.population),
            ("Sample", group.sampled, sample.size),
        )
    ]
    shown = look()
    widest = max(max(g.population / sample.population, g.sampled / sample.size) for g in sample.groups)
    axis = alt.Axis(labelLimit=260, labelFontSize=14, labelColor=shown.ink, ticks=False, domain=False)
    base = alt.Chart(pd.DataFrame(rows)).encode(
        y=alt.Y("Group:N", title=None, sort=None, axis=axis),
        yOffset=alt.YOffset("Of:N", sort=["Cohort", "Sample"]),
        x=alt.X("Share:Q", axis=None, scale=alt.Scale(domain=[0, widest * 1.35])),
        tooltip=["Group:N", "Of:N", "Cases:N"],
    )
    colour = alt.Color(
        "Of:N",
        title=None,
        scale=alt.Scale(domain=["Cohort", "Sample"], range=["#7d8a95", shown.strength]),
        legend=alt.Legend(orient="top", labelFontSize=14, labelColor=shown.ink),
    )
    bars = base.mark_bar().encode(color=colour)
    labels = base.mark_text(align="left", dx=4, color=shown.ink, fontSize=13).encode(text="Cases:N")
    return (bars + labels).properties(height=alt.Step(22)).configure_view(stroke=None)  # type: ignore[no-any-return]


def papers(page: Cases) -> None:
    """The certificate, as a page to print and, for those who draw, as the file that proves the draw."""
    address = f"/files/audits/{page.head.audit_id}/certificate"
    with st.container(horizontal=True):
        st.link_button("Certificate to print", address, icon=":material/print:")
        if page.head.may(Permission.DRAW_SAMPLE):
            st.link_button("Certificate to prove the draw (JSON)", address + ".json", icon=":material/download:")


def replace(page: Cases, sample: SampleDrawn) -> None:
    """Let the next reserve stand in for a case, for one of the listed reasons."""
    drawn = {case.case_id: case for case in sample.cases if case.drawn}
    key = f"replace-{page.head.audit_id}"
    with st.expander("Replace a case"), st.form(key, border=False):
        st.text("The next reserve in the drawn order stands in. Nobody chooses it, and the certificate records it.")
        st.selectbox(
            "Case",
            list(drawn),
            index=None,
            format_func=lambda case_id: f"{drawn[case_id].reference} · {drawn[case_id].stratum}",
            key=f"{key}/case",
            placeholder="Choose a case",
        )
        st.selectbox(
            "Reason",
            list(REPLACEMENT_REASONS),
            index=None,
            format_func=REPLACEMENT_REASONS.__getitem__,
            key=f"{key}/reason",
            placeholder="Choose a reason",
        )
        if any(case.answered for case in drawn.values()):
            st.checkbox(
                "I know that answers already given about this case will no longer count", key=f"{key}/despite_answers"
            )
        st.form_submit_button("Replace this case", key="replace_case")


def replacement(audit_id: int) -> tuple[int, str, bool]:
    """Case id, reason and whether its answers may be left behind. Raises Problem while one is not chosen."""
    typed = frame.fields(f"replace-{audit_id}")
    if typed.get("case") is None:
        raise Problem("Choose the case to replace.")
    return int(typed["case"]), str(typed.get("reason") or ""), bool(typed.get("despite_answers"))


def set_aside(page: Cases) -> None:
    """Give the sample up before fieldwork, with a reason."""
    with st.expander("Set this sample aside"), st.form("aside-form", border=False):
        st.text(
            "The cases of this sample are removed, and you can draw again or upload another list. When, why and the "
            "certificate's fingerprint stay in the record."
        )
        st.selectbox(
            "Reason",
            list(REASONS),
            index=None,
            format_func=REASONS.__getitem__,
            key=f"aside-{page.head.audit_id}/reason",
            placeholder="Choose a reason",
        )
        st.form_submit_button("Set the sample aside", key="set_aside")


def history(page: Cases) -> None:
    """Samples that were set aside: nobody draws twice unseen."""
    for one in page.set_aside:
        st.caption(plain(f"A sample was set aside on {moment(one.at)}. Reason: {one.reason}."))
