"""What surrounds the cases of a meeting: starting it, its agenda, who is there, its end, and the minutes of all."""

import streamlit as st

from maap.domain.audit import Stage, has_reached
from maap.domain.meeting import AGENCY_ROLES, TEAM_ROLES
from maap.ui import frame
from maap.ui.words import clock, count, day, plain
from maap.views.meeting import EndedMeeting, MeetingRoom, OpenMeeting

START = "meeting-start"


def lobby(room: MeetingRoom) -> None:
    """While no meeting is open: the way to start one, or the word that there is none."""
    if not has_reached(Stage(room.head.stage), Stage.PANEL):
        st.info("A meeting can start once the returns are closed.", icon=":material/hourglass_empty:")
    elif not room.may_run:
        st.info(
            "No meeting is open now. This page shows it as soon as the chair or the coordinator starts one.",
            icon=":material/hourglass_empty:",
        )
    elif not room.cases:
        st.info("No case is drawn yet. A meeting needs at least one.", icon=":material/hourglass_empty:")
    else:
        _start(room)


def _start(room: MeetingRoom) -> None:
    st.header("Start a meeting", anchor=False)
    st.text(
        "Every member of the panel opens this page on their own screen. It follows you from case to case, and shows "
        "each decision as it is made."
    )
    with st.form(f"{START}-form"):
        st.multiselect(
            "Cases, in the order in which you take them",
            list(room.cases),
            default=list(room.cases),
            format_func=lambda one: room.cases.get(one, ""),
            key=f"{START}/cases",
        )
        st.number_input("Minutes for each case", 5, 240, 45, step=5, key=f"{START}/minutes", width=200)
        st.form_submit_button("Start the meeting", key="start-meeting", type="primary", shortcut="Alt+S")


def ended(room: MeetingRoom) -> None:
    """Meetings that are over, each with its minutes."""
    if not room.ended:
        return
    st.header("Earlier meetings", anchor=False)
    for one in room.ended:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"cell-meeting-{one.id}"):
            st.markdown(f"**Meeting {one.number}**", width=120)
            st.text(f"{_when(one)}, {count(one.cases, 'case')}")
            minutes_links(room.head.audit_id, one.id)


def _when(one: EndedMeeting) -> str:
    return f"{day(one.started_at)}, {clock(one.started_at)} to {clock(one.ended_at)}"


def minutes_links(audit_id: int, meeting_id: int) -> None:
    """The minutes as a page, and in Word."""
    address = f"/files/audits/{audit_id}/minutes/{meeting_id}"
    with st.container(horizontal=True, width="content", key=f"minutes-{meeting_id}"):
        st.html(f'<a href="{address}" target="_blank">Read the minutes</a>', width="content")
        st.html(f'<a href="{address}.docx">Minutes in Word</a>', width="content")


def draw(room: MeetingRoom, going: OpenMeeting, shortcut: str) -> None:
    """For whoever runs the meeting: who is there, the order of the cases, and the end."""
    attendance(room, going, shortcut)
    agenda(room, going)
    _end(going)


def before_the_first(room: MeetingRoom, going: OpenMeeting, shortcut: str) -> None:
    """While no case is called: the agenda, and for whoever runs the meeting who is there."""
    st.header("Before the first case", anchor=False)
    if not room.may_run:
        agenda(room, going)
        return
    left, right = st.columns(2, gap="large")
    with left:
        agenda(room, going)
        _end(going)
    with right:
        attendance(room, going, shortcut)


def agenda(room: MeetingRoom, going: OpenMeeting) -> None:
    """The cases in their order, how long each took, and the ways to change the order."""
    st.subheader("Agenda", anchor=False)
    for n, line in enumerate(going.agenda):
        with st.container(horizontal=True, vertical_alignment="center", key=f"row-agenda-{line.case_id}"):
            st.text(f"{n + 1}. {line.reference}", width=170)
            now = line.case_id == going.case_id
            st.text("on the screen" if now else f"{line.minutes.taken} min" if line.begun else "to come", width=110)
            if not room.may_run:
                continue
            if not now:
                key = f"call/{going.id}/{line.case_id}/{going.revision}"
                if line not in (going.following, going.agenda[going.at - 1] if going.at else None):
                    st.button("Call", key=key, help=plain(f"Call {line.reference}"))
            if n:
                st.button("Up", key=f"agenda-up/{going.id}/{line.case_id}", help=plain(f"Take {line.reference} sooner"))
    missing = {case: name for case, name in room.cases.items() if case not in {one.case_id for one in going.agenda}}
    if room.may_run and missing:
        with st.form("agenda-add-form", border=False):
            st.selectbox("Another case", list(missing), format_func=lambda one: missing[one], key="agenda-add/case")
            st.form_submit_button("Put it on the agenda", key=f"agenda-add-save/{going.id}")


def attendance(room: MeetingRoom, going: OpenMeeting, shortcut: str) -> None:
    """How many people came, by agency and role: numbers, never names."""
    key = f"attendance/{going.id}"
    st.subheader("Who is here", anchor=False)
    st.text("Numbers by agency and role. Nobody is named in the minutes.")
    with st.form(f"{key}-form", border=False):
        with st.container(horizontal=True):
            for role in TEAM_ROLES:
                _number(key, going, None, role, role)
            for agency_id, name in room.agencies.items():
                for role in AGENCY_ROLES:
                    _number(key, going, agency_id, role, f"{name}, {role.lower()}")
        st.form_submit_button("Save who is here", key=f"attendance-save/{going.id}", shortcut=shortcut)


def _number(key: str, going: OpenMeeting, agency_id: int | None, role: str, label: str) -> None:
    st.number_input(
        plain(label), 0, 99, going.attendance.get((agency_id, role), 0), key=f"{key}/{agency_id or 0}/{role}", width=165
    )


def _end(going: OpenMeeting) -> None:
    st.subheader("End", anchor=False)
    left = [line.reference for line in going.agenda if not line.begun]
    if left:
        st.text(f"Not discussed yet: {', '.join(left)}.")
    if frame.pressed(f"end-ask/{going.id}"):
        st.warning("The minutes are then kept as they stand. To go on later you start another meeting.")
        st.button("End it now", key=f"end-meeting/{going.id}", type="primary", shortcut="Alt+Y")
    else:
        st.button("End the meeting", key=f"end-ask/{going.id}", shortcut="Alt+E")
