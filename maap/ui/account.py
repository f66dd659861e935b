"""One's own account on the screen: sessions, and the second factor step by step."""

import io
from collections.abc import Sequence

import segno
import streamlit as st

from maap.outside.authenticator import address
from maap.ui import frame
from maap.ui.people import origin
from maap.ui.pictures import picture
from maap.ui.words import moment, plain
from maap.views.people import OwnSession

_SHOWN = "account/secret"
_WAYS = {"password": "with your password", "link": "with a one-time link", "provider": "through your organisation"}


def secret_being_set_up() -> str:
    """The secret of an authenticator that is shown but not confirmed yet; empty otherwise."""
    return str(st.session_state.get(_SHOWN, ""))


def setting_up(secret: str) -> str:
    """Keep the secret while its QR code is on the screen; empty to forget it."""
    st.session_state[_SHOWN] = secret
    return secret


def typed_code() -> str:
    """The code that was typed to confirm an authenticator."""
    return str(st.session_state.get("factor-code", ""))


def sessions(rows: Sequence[OwnSession]) -> None:
    """Each browser with the button that ends it."""
    st.text("End a session that you do not know, or that you left open elsewhere.")
    for row in rows:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.markdown(
                f"**{plain(row.browser or 'A browser')}**{' · this one' if row.here else ''}  \n"
                f"Since {moment(row.since)}, {_WAYS.get(row.way, '')}"
            )
            if not row.here:
                st.button("End this session", key=f"session-end/{row.id}")


def password() -> None:
    """The way to another password: a page outside Streamlit, as every page where one is typed. It leads back here."""
    if st.query_params.get("changed") == "password":
        del st.query_params["changed"]
        st.success("Your password is changed. Wherever else you were signed in, you are signed out.")
    st.html('<a href="/own-password">Change your password</a>')


def factor(is_asked: bool) -> None:
    """Whether there is a second factor, and what can be done about it."""
    if not is_asked:
        st.text(
            "With a second factor nobody can sign in with your password alone: an app on your telephone shows a "
            "code that changes every 30 seconds."
        )
        st.button("Set up a second factor", key="factor-begin", icon=":material/phonelink_lock:")
        return
    st.success("A code is asked for after your password.", icon=":material/verified_user:")
    with st.container(horizontal=True):
        st.button("Make new recovery codes", key="factor-codes")
        with st.popover("Remove it"):
            st.text("After this your password alone signs you in.")
            st.button("Remove my second factor", key="factor-remove", type="primary")


def set_up(secret: str, name: str, house: str) -> None:
    """The QR code, the same as text, and the box for the first code."""
    st.text("1. Scan this with an authenticator app, such as Microsoft Authenticator or Google Authenticator.")
    code = io.BytesIO()
    segno.make(address(secret, name, house), error="m").save(code, kind="png", scale=5, border=3)
    picture(code.getvalue(), 220, alt="QR code for an authenticator app; the text below holds the same")
    st.text("Or type this into the app:")
    st.code(" ".join(secret[i : i + 4] for i in range(0, len(secret), 4)), language=None)
    with st.form("factor-form", border=False):
        st.text_input(
            "2. The code that the app shows now", key="factor-code", max_chars=7, autocomplete="one-time-code"
        )
        st.form_submit_button("Confirm", key="factor-confirm", type="primary")


def recovery(codes: Sequence[str]) -> None:
    """The codes for paper: shown this once."""
    st.success("Done. From now on a code is asked for after your password.", icon=":material/verified_user:")
    st.markdown("**Keep these on paper, away from your telephone. They are shown only once.**")
    st.text("If you lose your telephone, each of them signs you in once.")
    st.code("\n".join(codes), language=None)
    frame.link("home/work", "I have kept them: go to My work", ":material/arrow_forward:")


def calendar(token: str, is_fed: bool) -> None:
    """The secret calendar address: made, shown once, ended."""
    st.text("Your calendar program can show the dates of your audits. It never shows anything about a case.")
    if token:
        st.markdown("**Subscribe to this address. It is shown only once; whoever has it sees your dates.**")
        st.code(f"{origin()}/calendar/{token}.ics", language=None)
    with st.container(horizontal=True):
        st.button(
            "Make a new calendar address" if is_fed else "Make a calendar address",
            key="calendar-new",
            icon=":material/calendar_add_on:",
        )
        if is_fed:
            st.button("End my calendar address", key="calendar-end")


def weekly(is_wanted: bool) -> None:
    """The weekly letter, stopped or had again."""
    if is_wanted:
        st.text("Once a week you get a letter that names what waits for you, if anything does.")
        st.button("Stop the weekly letter", key="weekly/no")
    else:
        st.text("You stopped the weekly letter.")
        st.button("Send me the weekly letter again", key="weekly/yes")
