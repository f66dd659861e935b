"""Asking somebody without an account: a link and a QR code that work once."""

import base64
from io import BytesIO

import segno
import streamlit as st

from maap.domain.people import Actor
from maap.domain.voice import DAYS, Kind, LinkState, NewLink
from maap.storage.db import work
from maap.ui import beside, frame
from maap.ui.people import letter_to_copy, origin
from maap.ui.words import count, day
from maap.usecases.voice import make_voice_link, revoke_voice_link
from maap.views.voice import LinkLine, VoicePage, voice_letter

_FIELDS, _MADE = "voice-link", "voice/made"
_COLOURS = {LinkState.OPEN: "blue", LinkState.USED: "green", LinkState.REVOKED: "gray", LinkState.EXPIRED: "gray"}
NOT_TOLD = 0
"""Instead of an agency: nobody is told which one it is."""


def handle(actor: Actor, audit_id: int) -> None:
    """Make a link, or take one back."""
    if frame.pressed("make-voice-link"):
        typed = frame.fields(_FIELDS)
        new = NewLink(
            case_id=int(typed.get("case") or 0),
            kind=Kind(typed.get("kind") or Kind.PRACTITIONER),
            agency_id=int(typed.get("agency") or 0) or None,
            days=int(typed.get("days") or 28),
        )
        with beside.deed("make-voice-link", "The link is made."):
            with work() as session:
                address = f"{origin()}/voice-form/{make_voice_link(session, actor, audit_id, new)}"
                letter = voice_letter(session, actor, audit_id, new, address)
            st.session_state[_MADE] = (audit_id, address, new, letter)
    if (target := frame.pressed_one("revoke-voice-link")) is not None:
        with beside.deed("revoke-voice-link", "The link does not work any more."), work() as session:
            revoke_voice_link(session, actor, audit_id, int(target))
    if frame.pressed("voice-link-handed-on"):
        st.session_state.pop(_MADE, None)


def draw(page: VoicePage) -> None:
    """The form, the link that was just made, and every link so far."""
    if not page.may_ask:
        st.info("Views are asked for in fieldwork and while the panel reads.", icon=":material/hourglass_empty:")
    else:
        _form(page)
        _made(page)
    _links(page)


def _form(page: VoicePage) -> None:
    st.text("The person needs no account. The link opens a short form, works once, and then runs out.")
    with st.form("voice-link-form"):
        st.radio("Who is asked?", list(Kind), format_func=lambda one: one.label, key=f"{_FIELDS}/kind", horizontal=True)
        with st.container(horizontal=True):
            which_case(page, _FIELDS)
            whose_agency(page, _FIELDS)
            st.selectbox(
                "The link works for", DAYS, index=2, format_func=lambda n: f"{n} days", key=f"{_FIELDS}/days", width=170
            )
        st.form_submit_button("Make the link", key="make-voice-link", type="primary")


def which_case(page: VoicePage, fields: str) -> None:
    """The case that a view is about."""
    st.selectbox(
        "Case",
        list(page.cases),
        format_func=lambda one: page.cases.get(one, ""),
        key=f"{fields}/case",
        width=220,
    )


def whose_agency(page: VoicePage, fields: str) -> None:
    """The agency of a practitioner, if the panel should know it."""
    st.selectbox(
        "A practitioner’s agency (optional)",
        [NOT_TOLD, *page.agencies],
        format_func=lambda one: page.agencies.get(one, "Not told to the panel"),
        key=f"{fields}/agency",
        width=280,
    )


def _made(page: VoicePage) -> None:
    beside.here("make-voice-link")
    audit_id, address, new, letter = st.session_state.get(_MADE, (0, "", None, None))
    if new is None or audit_id != page.head.audit_id:
        return
    with st.container(border=True, key="voice-link-made"):
        st.header("Hand this on now: it is shown only here", anchor=False)
        st.text(
            f"For: {new.kind.label}, about {page.cases.get(new.case_id, '')}. It works for {count(new.days, 'day')}."
        )
        st.code(address, language=None, wrap_lines=True)
        st.html(f'<img src="{_picture(address)}" width="220" height="220" alt="QR code of the link above">')
        letter_to_copy(letter)
        st.button("I have handed it on", key="voice-link-handed-on")


def _picture(address: str) -> str:
    """The code as a picture inside the page: nothing with the link in it is kept on the server."""
    made = BytesIO()
    segno.make(address, error="m").save(made, kind="png", scale=6, border=3)
    return "data:image/png;base64," + base64.b64encode(made.getvalue()).decode()


def _links(page: VoicePage) -> None:
    st.header("Links so far", anchor=False)
    beside.here("revoke-voice-link")
    if not page.links:
        st.text("No link has been made yet.")
    for line in page.links:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key=f"cell-link-{line.id}"):
            st.badge(line.state.capitalize(), color=_COLOURS[line.state])  # type: ignore[arg-type]
            st.text(_said(line))
            if line.state is LinkState.OPEN:
                st.button("Take it back", key=f"revoke-voice-link/{line.id}", type="tertiary")


def _said(line: LinkLine) -> str:
    whose = f"{line.kind.label}, {line.agency}" if line.agency else line.kind.label
    until = f"used on {day(line.used_at)}" if line.used_at else f"works until {day(line.expires_at)}"
    return f"{line.reference} · {whose} · made on {day(line.made_at)}, {until}"
