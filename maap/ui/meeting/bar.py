"""The top of the meeting's page: the case on everybody's screen, its clock, and the way to the next one."""

from collections.abc import Callable

import streamlit as st

from maap.domain.meeting import time_used
from maap.outside.clock import now
from maap.ui import frame, parts
from maap.ui.meeting import whereto
from maap.ui.words import plain
from maap.views.meeting import AgendaLine, MeetingRoom, OpenMeeting

NEXT, BEFORE, VIEW = "Alt+N", "Alt+P", "Alt+V"
_PROJECTED = "meeting/projected"
_LARGE = (
    "<style>header, .st-key-masthead, .st-key-audit_head, .st-key-audit_menu, [class*='st-key-audit-menu'] "
    "{ display: none !important; } [data-testid='stMainBlockContainer'] { max-width: none; padding-top: 1rem; } "
    ".st-key-meeting-bar, .st-key-meeting-wall, .st-key-meeting-decided { zoom: 1.4; }</style>"
)
"""On a wall everything is half as large again, and what belongs to one reader is left out."""


def projected() -> bool:
    """Whether this page hangs on the wall: large, and without anything to fill in."""
    return bool(st.session_state.get(_PROJECTED))


def switched() -> None:
    """Handle the button that turns the projected view on and off."""
    if frame.pressed("meeting-view"):
        st.session_state[_PROJECTED] = not projected()


def draw(room: MeetingRoom, going: OpenMeeting) -> None:
    """The case on the screen, how long it has been there, and the ways on."""
    if projected():
        st.html(_LARGE)
    with st.container(border=True, key="meeting-bar"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            _case(going)
            with st.container(horizontal=True, width="content", key="meeting-ways"):
                _ways(room, going)
        if going.current is not None:
            _clock(going, going.current)()


def _case(going: OpenMeeting) -> None:
    if going.current is None or going.at is None:
        st.markdown("**No case has been called yet**", width="content")
        return
    place = whereto.key(whereto.CASE, going.current.case_id)
    with st.container(horizontal=True, vertical_alignment="center", width="content", key=place):
        st.header(plain(going.current.reference), anchor=False, width="content")
        st.badge(f"Case {going.at + 1} of {len(going.agenda)}", color="blue")


def _ways(room: MeetingRoom, going: OpenMeeting) -> None:
    if room.may_run:
        if going.at:
            _call(going, going.agenda[going.at - 1], "Back to", BEFORE)
        if going.following is not None:
            _call(going, going.following, "Next:" if going.at is not None else "Begin with", NEXT)
    st.button(
        "Leave the projected view" if projected() else "Projected view",
        key="meeting-view",
        icon=":material/present_to_all:",
        type="tertiary",
        shortcut=VIEW,
    )


def _call(going: OpenMeeting, line: AgendaLine, how: str, shortcut: str) -> None:
    look = "primary" if shortcut == NEXT else "secondary"
    key = f"call/{going.id}/{line.case_id}/{going.revision}"
    st.button(plain(f"{how} {line.reference}"), key=key, type=look, shortcut=shortcut)  # type: ignore[arg-type]


def _clock(going: OpenMeeting, line: AgendaLine) -> Callable[[], None]:
    """Counts on by itself from the moment the page was loaded."""

    def ticking() -> None:
        spent = line.seconds + max(int((now() - going.as_at).total_seconds()), 0)
        st.progress(min(spent / (line.planned * 60), 1.0), text=time_used(spent, line.planned))

    return parts.live(every="10s")(ticking)
