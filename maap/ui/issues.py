"""Issues of one agency: the list, one issue with everything said about it, and the next step of whoever reads it."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from maap.domain.giving import MayIdentify
from maap.domain.issues import AWAITED, LONGEST, IssueState, RaisedAs, Step, saying
from maap.domain.lane_letters import issue_chased
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.storage.db import work
from maap.ui import frame
from maap.ui.words import count, day, moment, plain
from maap.usecases.issues import answer_issue, chase, close_issue, receive, reopen_issue
from maap.views.issues import Issue, IssueLine, Issues, StepTaken

_COLOURS = {
    IssueState.RAISED: "orange",
    IssueState.RECEIVED: "blue",
    IssueState.ANSWERED: "violet",
    IssueState.CLOSED: "green",
}
_BY = {RaisedAs.AUDITOR: "an auditor", RaisedAs.PANEL: "the panel", RaisedAs.COORDINATOR: "the coordinator"}
_ANSWER, _CLOSING, _WHY = "Your answer", "What came of it", "Why the agency is asked again"


def chosen() -> int:
    """The issue in the address. Raises Problem when there is none."""
    given = st.query_params.get("issue", "")
    if not given.isascii() or not given.isdigit() or len(given) > 9:
        raise Problem("Choose an issue first: open “Issues” in the audit's menu.")
    return int(given)


def summary(page: Issues) -> str:
    """How many there are and where they are, in a sentence."""
    n = len(page.lines)
    if not n:
        return "No issue has been raised with your agency." if page.own_only else "No issue has been raised."
    counts = {
        "wait for an answer": page.how_many(*AWAITED),
        "are answered": page.how_many(IssueState.ANSWERED),
        "are closed": page.how_many(IssueState.CLOSED),
    }
    told = ", ".join(f"{many} {_one(words) if many == 1 else words}" for words, many in counts.items() if many)
    late = f" {count(page.late, 'answer')} {'is' if page.late == 1 else 'are'} overdue." if page.late else ""
    return f"1 issue, which {told.removeprefix('1 ')}.{late}" if n == 1 else f"{count(n, 'issue')}: {told}.{late}"


def _one(words: str) -> str:
    return words.replace("wait ", "waits ").replace("are ", "is ")


def rows(page: Issues) -> None:
    """The issues, each with where it is and a way to open it. The coordinator can narrow them."""
    found = page.lines
    if page.may_close and len(found) > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            states = st.pills("State", list(IssueState), selection_mode="multi", format_func=_named, key="issues/state")
            if st.toggle("Overdue only", key="issues/late"):
                found = tuple(line for line in found if line.late)
        found = tuple(line for line in found if not states or line.state in states)
        if not found:
            st.text("None of the issues is like that.")
    for line in found:
        _row(line, page)


def _row(line: IssueLine, page: Issues) -> None:
    with st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"cell-issue-{line.issue_id}",
    ):
        with st.container(gap=None, width="content"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{plain(_called(line, page.own_only))}**", width="content")
                badges(line)
            about = " · ".join(part for part in (line.case, f"raised by {_BY[line.raised_as]}", _when(line)) if part)
            st.text(about[0].upper() + about[1:])
        frame.link(
            "lanes/issue",
            f"Open {_called(line, page.own_only)}",
            ":material/arrow_forward:",
            audit=page.head.audit_id,
            issue=line.issue_id,
        )


def _named(state: IssueState) -> str:
    return state.capitalize()


def _called(line: IssueLine, own_only: bool) -> str:
    return f"Issue {line.number}" if own_only else line.name


def _when(line: IssueLine) -> str:
    if line.state in AWAITED:
        reminded = f", reminded {day(line.chased_at)}" if line.chased_at else ""
        return f"answer due {day(line.due)}{reminded}"
    return f"raised {day(line.raised_at)}"


def badges(line: IssueLine) -> None:
    """Where an issue is, and whether its answer is overdue: never by colour alone."""
    st.badge(_named(line.state), color=_COLOURS[line.state])  # type: ignore[arg-type]
    if line.late:
        st.badge("Overdue", icon=":material/schedule:", color="red")


def head(page: Issue) -> None:
    """What it is called, where it is, and who can read it."""
    line = page.line
    frame.audit_head(page.head, plain(_called(line, not page.may_close)))
    with st.container(horizontal=True, vertical_alignment="center"):
        badges(line)
        st.text(" · ".join(part for part in (line.case, _when(line)) if part))
    st.caption(":material/lock: Only this agency's lead and the partnership's coordinator can read this page.")


def story(page: Issue) -> None:
    """The issue and everything said about it since, in order."""
    with st.container(border=True, key="cell-raised"):
        st.markdown(f"**Raised by {_BY[page.line.raised_as]}** on {plain(moment(page.line.raised_at))}")
        st.text(page.text)
        if page.wanted:
            st.caption("What the agency is asked to do")
            st.text(page.wanted)
    for number, one in enumerate(page.steps):
        _step(number, one)


def _step(number: int, one: StepTaken) -> None:
    told = {
        Step.RECEIVED: "The agency has received it",
        Step.ANSWERED: "The agency answered",
        Step.CHASED: "The coordinator reminded the agency",
        Step.CLOSED: "The coordinator closed it",
        Step.REOPENED: "The coordinator opened it again",
    }[one.step]
    if not one.words:
        st.caption(plain(f"{told} on {moment(one.at)}."))
        return
    with st.container(border=True, key=f"cell-step-{number}"):
        st.markdown(f"**{told}** on {plain(moment(one.at))}")
        st.text(one.words)


def handle(actor: Actor, audit_id: int, issue_id: int) -> None:
    """Take the step that was pressed, or keep what was typed with the reason why it was not taken."""
    key = f"issue/{issue_id}"
    seen = int(st.session_state.get(f"{key}/seen", 0))
    if frame.pressed(f"{key}/receive"):
        with _deed(key, "receive", "The coordinator can see that you have it."), work() as session:
            receive(session, actor, audit_id, issue_id, seen)
    if frame.pressed(f"{key}/chase"):
        with _deed(key, "chase", "The reminder is in the outbox."), work() as session:
            chase(session, actor, audit_id, issue_id, seen)
    said = {
        "answer": (answer_issue, _ANSWER, "The answer is sent to the coordinator."),
        "close": (close_issue, _CLOSING, "The issue is closed."),
        "reopen": (reopen_issue, _WHY, "The issue is open again. The agency is told."),
    }
    for deed, (take, label, done) in said.items():
        if frame.pressed(f"{key}/{deed}"):
            typed = frame.fields(f"{key}/{deed}")
            with _deed(key, deed, done), work() as session:
                words = saying(str(typed.get("text") or ""), str(typed.get("because") or ""), label)
                take(session, actor, audit_id, issue_id, words, seen)


@contextmanager
def _deed(key: str, deed: str, done: str) -> Iterator[None]:
    try:
        yield
    except Problem as problem:
        st.session_state[f"{key}/{deed}/refusal"] = problem
    else:
        for name in frame.fields(f"{key}/{deed}"):
            del st.session_state[f"{key}/{deed}/{name}"]
        frame.done(done)


def next_step(page: Issue) -> None:
    """What the reader can do now."""
    key = f"issue/{page.line.issue_id}"
    st.session_state[f"{key}/seen"] = page.revision
    if page.may_answer:
        _as_agency(page, key)
    if page.may_close:
        _as_coordinator(page, key)


def _as_agency(page: Issue, key: str) -> None:
    state = page.line.state
    if state is IssueState.RAISED:
        st.text("Say that you have it, so that the coordinator knows. You can answer later.")
        st.button("We have received this", key=f"{key}/receive", type="primary")
        _refused(f"{key}/receive")
    if state in AWAITED:
        _words(f"{key}/answer", "What has your agency found, and what will it do?", "Send the answer")
    elif state is IssueState.ANSWERED:
        with st.expander("Add to our answer", expanded=f"{key}/answer/refusal" in st.session_state):
            _words(f"{key}/answer", "What do you want to add?", "Send the addition")


def _as_coordinator(page: Issue, key: str) -> None:
    state = page.line.state
    if state in AWAITED:
        _chase(page, key)
    if state is not IssueState.CLOSED:
        begun = f"{key}/close/refusal" in st.session_state
        with st.expander("Close this issue", expanded=state is IssueState.ANSWERED or begun):
            _words(f"{key}/close", "What came of it?", "Close this issue")
    if state not in AWAITED:
        label = "Open it again" if state is IssueState.CLOSED else "Ask the agency again"
        with st.expander(label, expanded=f"{key}/reopen/refusal" in st.session_state):
            _words(f"{key}/reopen", "Why? The agency reads this.", label)


def _chase(page: Issue, key: str) -> None:
    line, head_ = page.line, page.head
    if not page.has_lead:
        st.warning("This agency has no lead who could answer here. Ask your administrator to invite one.")
        return
    with st.expander("Remind the agency", icon=":material/mail:", expanded=line.late and not line.chased_at):
        letter = issue_chased("colleague", line.agency, f"{head_.reference} {head_.title}", line.due, line.late)
        st.caption("This goes to each lead of the agency. It holds nothing of the issue.")
        with st.container(border=True, key="cell-letter"):
            st.text(letter.body)
        _refused(f"{key}/chase")
        st.button("Send the reminder", key=f"{key}/chase")


def _words(key: str, label: str, press: str) -> None:
    refusal: Problem | None = st.session_state.pop(f"{key}/refusal", None)
    with st.form(f"{key}-form", border=False):
        st.text_area(label, key=f"{key}/text", height=130, max_chars=LONGEST, help="Name nobody.")
        if refusal is not None:
            st.error(plain(f"Not saved. {refusal}"), icon=":material/error:")
        if isinstance(refusal, MayIdentify):
            st.text_input("Keep these words, because", key=f"{key}/because", max_chars=300)
        st.form_submit_button(press, key=key, type="primary")


def _refused(key: str) -> None:
    if (refusal := st.session_state.pop(f"{key}/refusal", None)) is not None:
        st.error(plain(str(refusal)), icon=":material/error:")
