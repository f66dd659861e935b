"""One action on the screen: what it is, what came of it, and everything that was said about it."""

import streamlit as st

from maap.domain.actions import DIRECTIONS, EVIDENCE, IN_WORDS, IS_DONE, Deed, Step
from maap.domain.people import Actor, Permission
from maap.domain.tracing import Step as TraceStep
from maap.ui import frame
from maap.ui.actions import parts
from maap.ui.themes import trace
from maap.ui.words import day, moment, plain
from maap.views.action_sheet import ActionPage, ActionSheet, HistoryLine
from maap.views.heads import Head

_SAID = {
    Deed.REPORTED: "reported",
    Deed.CHANGED: "changed the action",
    Deed.ASKED: "asked for it to be closed",
    Deed.SENT_BACK: "sent it back",
    Deed.CLOSED: "confirmed that it is done",
    Deed.JUDGED: "said what difference it made",
    Deed.CLOSED_WITHOUT: "closed it without it being done",
    Deed.REOPENED: "opened it again",
}
_WITH_STATUS = (Deed.REPORTED, Deed.CLOSED, Deed.JUDGED)


def chosen_action() -> int:
    """The action in the address; 0 when it names none, which no action has."""
    given = st.query_params.get("action", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else 0


def head(at: Head, title: str) -> None:
    """The audit's menu, the way back, and the title."""
    frame.audit_head(at, plain(title), back=parts.BACK)


def not_yet(page: ActionPage) -> None:
    """Say that the plan is not shared yet."""
    head(page.head, "Actions")
    st.info("The plan is shared once the report is being written.", icon=":material/hourglass_empty:")


def about(page: ActionPage, sheet: ActionSheet, actor: Actor) -> None:
    """What the action is: who does what by when, about which recommendation, and how anybody will know."""
    line = sheet.line
    with st.container(horizontal=True, vertical_alignment="center"):
        parts.badges(line, actor.today)
    st.text(line.text)
    facts = {
        "Agency": line.agency,
        "Owner": line.owner_role,
        "Due": day(line.due),
        "What should improve": sheet.yardstick,
        "Other signs": sheet.measure,
        "About": f"Recommendation {sheet.recommendation_number}: {sheet.recommendation}",
    }
    with st.container(border=True, key="cell-facts"):
        for label, words in facts.items():
            if words:
                left, right = st.columns([1, 4], gap="small")
                left.markdown(f"**{label}**")
                right.text(words)
        if page.head.may(Permission.READ_FINDINGS):
            trace.link(
                page.head.audit_id, TraceStep.ACTION, line.action_id, "Trace: the answers and findings behind it"
            )
        for again in page.reaudits[:1]:
            if sheet.question_id or sheet.domain:
                frame.link(
                    "actions/before_after", "Before and after", ":material/compare_arrows:", audit=again.audit_id
                )


def came_of_it(sheet: ActionSheet) -> None:
    """What difference a done action made: direction and what is left stand apart."""
    line = sheet.line
    if line.step is Step.WITHOUT:
        st.info("Closed without being done. What it was about is still open.", icon=":material/block:")
    if line.status not in IS_DONE:
        return
    st.header("What came of it", anchor=False)
    with st.container(horizontal=True, key="figures"):
        st.metric("Practice", DIRECTIONS[line.direction], border=True)
        st.metric("Left to do", "Something" if line.still_open else "Nothing", border=True)
        st.metric("Evidence on record", str(line.evidence), border=True)
    st.text(line.difference)
    if line.no_impact:
        st.caption("Nothing on record shows yet that it helped. Add evidence when there is some.")


def history(lines: tuple[HistoryLine, ...]) -> None:
    """Everything that was done with the action, the latest first."""
    if not lines:
        return
    st.header("History", anchor=False)
    for number, line in enumerate(lines):
        with st.container(border=True, key=f"row-history-{number}", gap="small"):
            status = f" · {IN_WORDS[line.status]}" if line.deed in _WITH_STATUS else ""
            st.caption(plain(f"{line.by} {_SAID[line.deed]} · {moment(line.at)}{status}"))
            if line.text:
                st.text(line.text)
            if line.evidence_kind is not None:
                st.markdown(f":material/verified: **{plain(EVIDENCE[line.evidence_kind])}**")
                st.text(line.evidence)
