"""The part of the sharing page where screens on walls are switched on and off."""

import streamlit as st

from maap.domain.displays import DAYS
from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import beside, frame
from maap.ui.people import origin
from maap.ui.words import day, moment
from maap.usecases.displays import make_display_link, revoke_display_link
from maap.views.displays import DisplayLine

_MADE = "displays/made"
_COLOURS = {"on": "green", "ended": "gray", "expired": "gray"}


def handle(actor: Actor, audit_id: int) -> None:
    """Make or end a display link."""
    if frame.pressed("make-display"):
        days = int(frame.fields("display").get("days") or 0)
        with beside.deed("make-display", "The link for a screen is made."):
            with work() as session:
                token = make_display_link(session, actor, audit_id, days)
            st.session_state[_MADE] = (audit_id, token)
    if (target := frame.pressed_one("end-display")) is not None:
        with beside.deed("end-display", "The screen shows nothing any more."), work() as session:
            revoke_display_link(session, actor, audit_id, int(target))
    if frame.pressed("display-handed-on"):
        st.session_state.pop(_MADE, None)


def draw(audit_id: int, lines: tuple[DisplayLine, ...]) -> None:
    """What screens show, a new link, and the links there are."""
    st.header("Screens on a wall", anchor=False)
    st.text(
        "A screen turns through the charts of this audit and follows every saved answer. It shows exact figures of "
        "all agencies together, so put it where only people of the partnership pass: not in a public room."
    )
    beside.here("make-display")
    made_for, token = st.session_state.get(_MADE, (0, ""))
    if made_for == audit_id:
        with st.container(border=True, key="display-made"):
            st.text("Open this address on the screen now: it is shown only here. Add ?night for a dark room.")
            st.code(f"{origin()}/wall/{token}", language=None, wrap_lines=True)
            st.button("The screen is on", key="display-handed-on")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("It is on for", DAYS, index=1, format_func=lambda n: f"{n} days", key="display/days", width=170)
        st.button("Make a link for a screen", key="make-display")
    beside.here("end-display")
    for line in lines:
        _line(line)


def _line(line: DisplayLine) -> None:
    with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"cell-display-{line.id}"):
        st.badge(line.state.capitalize(), color=_COLOURS[line.state])  # type: ignore[arg-type]
        seen = f"Last seen {moment(line.seen_at)}." if line.seen_at else "Not opened yet."
        st.text(f"Screen {line.id}, made on {day(line.made_at)}, until {day(line.expires_at)}. {seen}")
        if line.state == "on":
            st.button("End", key=f"end-display/{line.id}", type="tertiary")
