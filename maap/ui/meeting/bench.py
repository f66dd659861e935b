"""The workbench of whoever runs the meeting: one form at a time, chosen and saved by keyboard."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from maap.domain.giving import MayIdentify
from maap.domain.learning import LONGEST_FINDING, Polarity
from maap.domain.meeting import LONGEST_NOTE
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.recommendations import IN_WORDS, LONGEST_TEXT
from maap.ui import agreeing, frame, raising
from maap.ui.meeting import around, whereto
from maap.ui.words import plain
from maap.views.actions import Plan
from maap.views.meeting import AgendaLine, MeetingRoom, OpenMeeting
from maap.views.panel_case import PanelCase, PanelDomain

SAVE = "Alt+S"
_PANE = "meeting/pane"
PANES = {
    "grade": "Grade",
    "finding": "Finding",
    "recommendation": "Recommendation",
    "action": "Action",
    "note": "Note",
    "issue": "Issue",
    "meeting": "Meeting",
}
"""Each form with its name, in the order of the keys 1 to 7."""


def chosen() -> str:
    """The form that is open."""
    if (picked := frame.pressed_one("pane")) is not None:
        st.session_state[_PANE] = picked
    return str(st.session_state.get(_PANE, "grade"))


def tabs() -> None:
    """A button for each form, with the key that opens it."""
    open_one = chosen()
    with st.container(horizontal=True, gap="small", key="meeting-tabs"):
        for number, (pane, name) in enumerate(PANES.items(), start=1):
            look = "primary" if pane == open_one else "secondary"
            st.button(name, key=f"pane/{pane}", type=look, shortcut=f"Alt+{number}")  # type: ignore[arg-type]


def draw(actor: Actor, room: MeetingRoom, going: OpenMeeting, case: PanelCase, domain: PanelDomain, plan: Plan) -> None:
    """The open form. The focus goes into its first field whenever a form is opened, or another domain."""
    pane, line = chosen(), going.current
    if line is None:
        return
    forms: dict[str, Callable[[], None]] = {
        "grade": lambda: agreeing.at_the_table(case, domain, SAVE),
        "finding": lambda: _finding(prefix("finding", going, line), room, domain),
        "recommendation": lambda: _recommendation(prefix("recommendation", going, line), plan),
        "action": lambda: _action(prefix("action", going, line), plan, actor.today),
        "note": lambda: _note(prefix("note", going, line), line),
        "issue": lambda: raising.beside_case(actor, room.head.audit_id, case.head.may, case.case_id),
        "meeting": lambda: around.draw(room, going, SAVE),
    }
    with st.container(border=True, key="meeting-bench"), st.container(key=whereto.key(whereto.BENCH, case.case_id)):
        st.header(plain(f"Grade: {domain.name}" if pane == "grade" else _TITLES[pane]), anchor=False)
        forms[pane]()


_TITLES = {
    "finding": "A finding about this case",
    "recommendation": "A recommendation",
    "action": "An action",
    "note": "Note for the minutes",
    "issue": "An issue that belongs to one agency",
    "meeting": "Agenda, attendance and end",
}


def prefix(pane: str, going: OpenMeeting, line: AgendaLine) -> str:
    """The start of the keys of a form's fields: what is typed belongs to one case of one meeting."""
    return f"at-panel-{pane}/{going.id}/{line.case_id}"


def _finding(key: str, room: MeetingRoom, domain: PanelDomain) -> None:
    with st.form(f"{key}-form", border=False):
        st.radio(
            "What is it?", list(Polarity), format_func=lambda one: one.label, key=f"{key}/polarity", horizontal=True
        )
        st.text_area("What did the panel find?", key=f"{key}/text", height=110, max_chars=LONGEST_FINDING)
        st.multiselect(
            "Themes", list(room.themes), format_func=lambda one: room.themes.get(one, ""), key=f"{key}/themes"
        )
        if domain.key:
            st.checkbox(plain(f"It is about {domain.name}"), value=True, key=f"{key}/domain/{domain.key}")
        _refused(key)
        st.form_submit_button("Write the finding", key=f"save-{key}", type="primary", shortcut=SAVE)


def _recommendation(key: str, plan: Plan) -> None:
    findings = {one.finding_id: f"{one.polarity.label}: {one.text}" for one in reversed(plan.offered.findings)}
    with st.form(f"{key}-form", border=False):
        st.text_area("What do you recommend?", key=f"{key}/text", height=110, max_chars=LONGEST_TEXT)
        st.selectbox("What does it ask for?", list(IN_WORDS), format_func=IN_WORDS.__getitem__, key=f"{key}/kind")
        st.multiselect(
            "Findings it follows from (optional)",
            list(findings),
            format_func=lambda one: findings.get(one, ""),
            key=f"{key}/findings",
        )
        _refused(key)
        st.form_submit_button("Write the recommendation", key=f"save-{key}", type="primary", shortcut=SAVE)


def _action(key: str, plan: Plan, today: date) -> None:
    under = {one.recommendation_id: f"{one.number}. {one.text}" for one in reversed(plan.recommendations)}
    if not under:
        st.text("An action belongs to a recommendation. Write the recommendation first.")
        return
    with st.form(f"{key}-form", border=False):
        st.text_area("What will be done?", key=f"{key}/text", height=90, max_chars=LONGEST_TEXT)
        st.selectbox(
            "Recommendation it belongs to",
            list(under),
            format_func=lambda one: under.get(one, ""),
            key=f"{key}/under",
        )
        agencies = plan.offered.agencies
        st.selectbox(
            "Agency that leads", list(agencies), index=None, format_func=lambda one: agencies[one],
            key=f"{key}/agency",
        )  # fmt: skip
        st.text_input("Role that owns it", key=f"{key}/owner_role", help="A role, not a name: people move on.")
        st.date_input("Done by", value=None, min_value=today, format="DD/MM/YYYY", key=f"{key}/due")
        st.text_input("What will show that it helped?", key=f"{key}/measure")
        _refused(key)
        st.form_submit_button("Put it into the plan", key=f"save-{key}", type="primary", shortcut=SAVE)


def _note(key: str, line: AgendaLine) -> None:
    stored, typed = f"{key}/stored", f"{key}/text"
    if typed not in st.session_state or (
        st.session_state.get(stored) != line.note and st.session_state[typed] == st.session_state.get(stored)
    ):  # only then: a form that is half typed would be emptied
        st.session_state[typed] = line.note
        st.session_state[f"{key}/seen"] = line.note_revision
    st.session_state[stored] = line.note
    with st.form(f"{key}-form", border=False):
        st.text_area(
            "What should the minutes say besides the decisions?", key=typed, height=140, max_chars=LONGEST_NOTE
        )
        _refused(key)
        st.form_submit_button("Save the note", key=f"save-{key}", type="primary", shortcut=SAVE)


def _refused(key: str) -> None:
    """Why it is not saved; and, where words may tell who somebody is, the field for the reason to keep them."""
    problem: Problem | None = st.session_state.get(f"{key}/refusal")
    if problem is not None:
        lines = plain(str(problem)).replace("\n", "  \n")
        st.error(f"Not saved yet. What you typed is still here.  \n{lines}", icon=":material/error:")
    if isinstance(problem, MayIdentify):
        st.text_input("Keep the words, because", key=f"{key}/kept_because")
