"""What waits for a person, as cards: what, for which audit, by when, and the door to it."""

from collections.abc import Mapping
from types import MappingProxyType

import streamlit as st

from maap.domain.audit import MEANING
from maap.domain.next_step import Task
from maap.domain.people import Actor, Permission
from maap.ui import frame
from maap.ui.words import day, plain
from maap.views.work import Dashboard, ReturnLine, Waiting, Work

MOST_LINES = 5
"""Returns listed on a card; more than these are in the list of returns."""

DOORS: Mapping[Task, tuple[str, str]] = MappingProxyType(
    {
        Task.WRITE_TERMS: ("terms/write", "Open the terms"),
        Task.SIGN_TERMS: ("terms/agree", "Open the terms"),
        Task.START_SAMPLING: ("audits/overview", "Open the audit"),
        Task.UPLOAD_COHORT: ("cases/sample", "Open the cases"),
        Task.DRAW_SAMPLE: ("cases/sample", "Open the cases"),
        Task.CHASE_AGENCIES: ("agencies/commitments", "Open the agencies"),
        Task.OPEN_FIELDWORK: ("audits/overview", "Open the audit"),
        Task.CHASE_RETURNS: ("fieldwork/grid", "Open the returns"),
        Task.CLOSE_RETURNS: ("audits/overview", "Open the audit"),
        Task.GRADE_CASES: ("panel/cases", "Open the panel"),
        Task.START_REPORT: ("audits/overview", "Open the audit"),
        Task.PUBLISH: ("audits/overview", "Open the audit"),
        Task.CLOSE: ("audits/overview", "Open the audit"),
        Task.COMMIT: ("agencies/commit", "Open our commitment"),
        Task.NAME_AUDITORS: ("agencies/commit", "Open our commitment"),
        Task.ASSIGN_RETURNS: ("fieldwork/grid", "Open the returns"),
        Task.TAKE_RETURNS: ("fieldwork/grid", "Open the returns"),
        Task.COMPLETE_RETURNS: ("fieldwork/grid", "Open the returns"),
        Task.CHANGE_RETURNS: ("fieldwork/grid", "Open the returns"),
        Task.CHECK_RETURNS: ("fieldwork/grid", "Open the returns"),
        Task.READ_CASES: ("panel/cases", "Open the panel"),
        Task.ANSWER_ISSUES: ("lanes/issues", "Open the issues"),
        Task.CLOSE_ISSUES: ("lanes/issues", "Open the issues"),
        Task.CHASE_ISSUES: ("lanes/issues", "Open the issues"),
        Task.REPORT_ACTIONS: ("actions/plan", "Open the actions"),
        Task.CONFIRM_ACTIONS: ("actions/plan", "Open the actions"),
    }
)
"""Where each task is done, and what the link to it says."""

_RETURN_DOORS: Mapping[Task, str] = MappingProxyType(
    {
        Task.COMPLETE_RETURNS: "fieldwork/answer",
        Task.CHANGE_RETURNS: "fieldwork/answer",
        Task.CHECK_RETURNS: "fieldwork/check",
    }
)
"""Tasks whose returns are each opened by themselves."""


def summary(page: Work) -> str:
    """How much waits, in a sentence."""
    late = sum(card.late for card in page.waiting) + sum(line.late for line in page.concerns)
    n = len(page.waiting) + len(page.concerns)
    if not n:
        return "Nothing waits for you."
    waits = "1 thing waits for you" if n == 1 else f"{n} things wait for you"
    return f"{waits}, {late} of them late." if late and n > 1 else f"{waits}{', and it is late' if late else ''}."


def card(waiting: Waiting) -> None:
    """One thing to do."""
    with st.container(
        border=True,
        horizontal=True,
        horizontal_alignment="distribute",
        vertical_alignment="center",
        key=f"card-{waiting.audit_id}-{waiting.task.name.lower()}",
    ):
        with st.container(gap=None, width="content"):
            st.header(plain(waiting.what), anchor=False)
            st.text(f"{waiting.reference}  {waiting.title}")
            _due(waiting)
        with st.container(gap=None, width="content"):
            _doors(waiting)


def _due(waiting: Waiting) -> None:
    late = sum(line.late for line in waiting.returns)
    mark = f"{late} late" if late and len(waiting.returns) > 1 else "Late"
    when = f"{'The first was due' if late > 1 else 'Due'} {day(waiting.due)}." if waiting.due else ""
    words = plain(" ".join(part for part in (when, waiting.more) if part))
    st.markdown(f":red-badge[:material/schedule: {mark}] {words}" if waiting.late and waiting.due else words)


def _doors(waiting: Waiting) -> None:
    """A link to each return where they are few and each is opened by itself, otherwise one to the page."""
    if waiting.task in _RETURN_DOORS:
        for line in waiting.returns[:MOST_LINES]:
            _line(waiting.task, line)
    if waiting.task not in _RETURN_DOORS or len(waiting.returns) > MOST_LINES:
        script, label = DOORS[waiting.task]
        frame.link(script, label, ":material/arrow_forward:", audit=waiting.audit_id)


def _line(task: Task, line: ReturnLine) -> None:
    label = f"{line.case}, {line.state}{', late' if line.late else ''}"
    frame.link(_RETURN_DOORS[task], label, ":material/arrow_forward:", **{"return": line.return_id})


def dashboards(found: tuple[Dashboard, ...]) -> None:
    """Audits whose charts a manager may look at."""
    if not found:
        return
    st.header("Charts to look at", anchor=False)
    for one in found:
        with st.container(border=True, key=f"charts-{one.audit_id}"):
            st.subheader(plain(f"{one.reference}  {one.title}"), anchor=False)
            st.text(MEANING[one.stage])
            frame.link("live/dashboard", "Open the charts", ":material/bar_chart:", audit=one.audit_id)


def nothing(page: Work, actor: Actor) -> None:
    """The calm page: what a person can do when nothing is asked of them."""
    if page.dashboards:
        return
    if not actor.roles:
        st.text("You have no role yet. Ask your administrator to give you one.")
        return
    st.text("When an audit needs you, it is listed here. Everything else is in the menu at the top.")
    if page.may_start:
        frame.link("audits/all", "See the audits, or start one", ":material/add:")
    if actor.may(Permission.MANAGE_PEOPLE):
        frame.link("admin/people", "See the people, or invite somebody", ":material/badge:")
