"""An audit's overview: its way through the stages, its next step, its dates and counts, and the coordinator's moves."""

from collections.abc import Mapping
from types import MappingProxyType

import pandas as pd
import streamlit as st

from maap.domain.audit import MEANING, ORDER, Stage
from maap.domain.commitment import IN_WORDS
from maap.domain.next_step import NOBODY, Task
from maap.domain.standing import GoingBack
from maap.domain.timeline import Dated, When
from maap.ui import beside, frame
from maap.ui.rooms import BY_SCRIPT
from maap.ui.words import count, day, plain
from maap.ui.work import DOORS
from maap.views.overview import Moves, Overview

ONWARD: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.SAMPLING: "Start sampling",
        Stage.FIELDWORK: "Open the fieldwork",
        Stage.PANEL: "Close the returns and open the panel",
        Stage.REPORTING: "Start the report",
        Stage.PUBLISHED: "Publish the learning",
        Stage.CLOSED: "Close the audit",
    }
)
_EFFECT: Mapping[Stage, str] = MappingProxyType(
    {
        Stage.SAMPLING: "Then you can upload the cohort and draw the sample.",
        Stage.FIELDWORK: "The questionnaire is frozen, each committed agency gets a return for each case, and letters "
        "to leads and auditors are written.",
        Stage.PANEL: "Agencies can still read their returns, but no longer change them.",
        Stage.REPORTING: "The panel then records no more grades.",
        Stage.PUBLISHED: "Say this when the report and the briefing are out.",
        Stage.CLOSED: "The figures no longer change. Everything can still be read. This cannot be undone.",
    }
)
_MARKS: Mapping[When, str] = MappingProxyType(
    {
        When.DONE: "✔ Done",
        When.PASSED: "Passed",
        When.LATE: "! Late",
        When.NEXT: "→ Next",
        When.TO_COME: "To come",
    }
)
_DONE_HERE = frozenset(
    {Task.START_SAMPLING, Task.OPEN_FIELDWORK, Task.CLOSE_RETURNS, Task.START_REPORT, Task.PUBLISH, Task.CLOSE}
)
"""Steps that are done on the overview itself, so that no link leads away from it."""


def way(stage: Stage) -> None:
    """All stages in their order, with the one the audit is at."""
    at = ORDER.index(stage)
    marks = ["✔ " if place < at else "● " if place == at else "" for place in range(len(ORDER))]
    with st.container(horizontal=True, gap="small", key="way"):
        for place, (mark, one) in enumerate(zip(marks, ORDER, strict=True)):
            colour = "green" if place < at else "blue" if place == at else "gray"
            st.badge(f"{mark}{one.capitalize()}", color=colour)  # type: ignore[arg-type]
    st.text(MEANING[stage])


def next_up(page: Overview) -> None:
    """The one thing that brings the audit on, and who has to do it."""
    step = page.next
    if page.head.elsewhere:
        st.info(frame.ELSEWHERE, icon=":material/inventory_2:")
    if page.head.stage is Stage.CLOSED:
        return  # what its stage means has just been said, and nothing comes after it
    with st.container(border=True, gap="small", key="next-step"):
        st.header(f"Next: {step.what[0].lower()}{step.what[1:]}", anchor=False)
        who = " and ".join(page.waiting_for) or f"{step.who[0].lower()}{step.who[1:]}"
        whose = f"This is for {who} to do." if step.who != NOBODY else ""
        st.text(" ".join(part for part in (whose, step.more) if part))
        if step.task and step.task not in _DONE_HERE and _may_open(page, step.task):
            script, label = DOORS[step.task]
            frame.link(script, label, ":material/arrow_forward:", audit=page.head.audit_id)


def _may_open(page: Overview, task: Task) -> bool:
    needs = BY_SCRIPT[DOORS[task][0]].needs
    return any(page.head.may(need) for need in needs)


def figures(page: Overview) -> None:
    """How many returns are in, and how many agencies have committed."""
    returns, standing = page.returns, page.standing
    if returns is None and standing is None and page.own_answer is None:
        return
    with st.container(horizontal=True, gap="medium", key="figures"):
        if returns:
            whose = "Our returns in" if returns.own_only else "Returns in"
            st.metric(whose, f"{returns.handed_in} of {returns.returns}", border=True, width="content")
            st.metric("Late", returns.late, border=True, width="content")
        if standing and standing.agencies:
            st.metric(
                "Agencies committed", f"{standing.committed} of {standing.agencies}", border=True, width="content"
            )
        if standing and standing.cases:
            st.metric("Cases drawn", standing.cases, border=True, width="content")
        if page.own_answer:
            st.metric("Our agency", IN_WORDS[page.own_answer], border=True, width="content")


def dates(found: tuple[Dated, ...]) -> None:
    """The dates that matter now, and the whole timetable behind them."""
    if not found:
        return
    st.header("Dates", anchor=False)
    now = [one for one in found if one.when in (When.LATE, When.NEXT)]
    for one in now:
        mark = ":red-badge[Late]" if one.when is When.LATE else ":blue-badge[Next]"
        st.markdown(f"{mark} {plain(f'{one.name}: {_days(one)}. {one.who}.')}")
    with st.expander("The whole timetable"):
        rows = [{"Step": one.name, "When": _days(one), "Who": one.who, "": _MARKS[one.when]} for one in found]
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt=f"The timetable: {count(len(rows), 'step')}.")


def _days(one: Dated) -> str:
    return day(one.on) if one.until == one.on else f"{day(one.on)} to {day(one.until)}"


def moves(found: Moves, audit_id: int) -> None:
    """The coordinator's buttons: on, with everything that stands in the way; and back, with a reason."""
    if found.onward and found.outstanding:
        with st.expander("Close the returns before all are in"):
            _onward(found, found.onward, audit_id)
    elif found.onward:
        st.header("Move on", anchor=False)
        for sentence in found.in_the_way:
            st.warning(plain(sentence), icon=":material/block:")
        if not found.in_the_way:
            _onward(found, found.onward, audit_id)
    if found.back:
        with st.expander(f"Go back to {found.back}"), st.form(f"back-form-{audit_id}", border=False):
            beside.here("back")
            st.selectbox("Why?", [reason.value for reason in found.reasons], index=None, key=_why_key(audit_id))
            st.form_submit_button(f"Go back to {found.back}", key=f"back-to/{found.back}")


def _onward(found: Moves, to: Stage, audit_id: int) -> None:
    st.text(_EFFECT[to])
    for sentence in found.worth_knowing:
        st.info(plain(sentence), icon=":material/info:")
    if found.outstanding:
        _outstanding(found)
        st.checkbox("I have seen this list. Go on without what is on it.", key=_despite_key(audit_id))
    beside.here("onward")
    st.button(ONWARD[to], key=f"onward/{to}", type="secondary" if found.outstanding else "primary")


def _outstanding(found: Moves) -> None:
    n = len(found.outstanding)
    st.text(f"{count(n, 'return')} {'is' if n == 1 else 'are'} not in yet:")
    rows = [
        {
            "Agency": one.agency,
            "Case": one.case,
            "State": one.state,
            "Due": day(one.due) + (" ! late" if one.late else ""),
        }
        for one in found.outstanding
    ]
    st.dataframe(pd.DataFrame(rows), hide_index=True, alt=f"{count(n, 'return')} not in", height=min(38 + 35 * n, 320))


def _why_key(audit_id: int) -> str:
    return f"back/{audit_id}/why"


def _despite_key(audit_id: int) -> str:
    return f"despite/{audit_id}"


def goes_on_without(audit_id: int) -> bool:
    """Whether the person ticked that they go on without the returns that are not in."""
    return st.session_state.get(_despite_key(audit_id)) is True


def why(audit_id: int) -> GoingBack | None:
    """The reason that was picked for going back."""
    picked = st.session_state.get(_why_key(audit_id))
    return GoingBack(picked) if picked else None
