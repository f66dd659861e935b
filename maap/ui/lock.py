"""What stands before a page: the lock after a while without a step, the second look, and the door out."""

import streamlit as st

from maap.domain.problems import Problem
from maap.domain.sessions import is_fresh
from maap.outside import passwords
from maap.outside.clock import now
from maap.settings import settings
from maap.storage.db import work
from maap.ui.rooms import BY_URL, Room
from maap.usecases import signin
from maap.views.people import Known

_ALSO = ("live/sharing", "home/account")


def token() -> str:
    """What the browser shows to say whose page this is."""
    return st.context.cookies.get(settings().cookie, "")


def deserves_a_second_look(url: str, known: Known) -> bool:
    """Whether a page asks who one is once more, because that was shown long ago."""
    return asks_anew(BY_URL.get(url)) and not is_fresh(known.confirmed_at, now())


def asks_anew(room: Room | None) -> bool:
    """Administration does, what gives figures to people outside, and one's own ways of signing in."""
    return room is not None and (room.menu == "administration" or room.script in _ALSO)


def second_look(url: str) -> None:
    """Asked instead of the page; who shows who they are comes back to it."""
    st.title("Is it still you?")
    st.text("You signed in a while ago. This page deserves a second look: show once more who you are.")
    st.html(f'<a class="house-button" href="/confirm?next=/{url}" target="_self">Show who I am</a>')


def needs_a_factor_first(url: str, known: Known) -> bool:
    """Whether somebody has to set up a second factor before they open a page; the page for it stays open."""
    room = BY_URL.get(url)
    return known.lacks_factor and not (room and room.script == "home/account")


def factor_first() -> None:
    """Asked instead of the page, once: the partnership wants a second factor in this role."""
    st.title("One step before you go on")
    st.text(
        "Your partnership asks for a second factor in your role. It takes two minutes: you need your telephone and an "
        "authenticator app. After that you come in as before, and type a code as well."
    )
    st.html('<a class="house-button" href="/account" target="_self">Set it up</a>')


def way_out(words: str) -> None:
    """A button that signs out. It is a form of its own: the page need not run once more for it."""
    st.html(
        f'<form method="post" action="/sign-out"><button class="house-link">{words}</button></form>', width="content"
    )


def signed_out() -> None:
    """Instead of a page, for somebody whose session has ended."""
    st.title("You are signed out")
    st.text("Your answers up to your last step are saved. Sign in to go on.")
    st.html('<a class="house-button" href="/sign-in" target="_self">Sign in</a>')


def locked(known: Known) -> None:
    """After a while without a step the page asks for the password again; nothing that was typed is lost."""
    st.title("Are you still there?")
    st.text("The page was locked because nothing happened for half an hour. Nothing you typed is lost.")
    with st.form("frame/unlock"):
        st.text_input("Your password", type="password", key="frame/unlock/password", autocomplete="current-password")
        if st.form_submit_button("Go on", type="primary"):
            _unlock(known, str(st.session_state["frame/unlock/password"]))
    way_out("Sign out instead")


def _unlock(known: Known, password: str) -> None:
    at = now()
    with work() as session:
        tries = signin.begin_try(session, known.email, "", at)
        person = signin.person_for(session, known.email)
    if person is None or not passwords.fits(password, person.password):
        with work() as session:
            signin.note_failure(session, at, tries)
        raise Problem("That is not your password. Try again.")
    with work() as session:
        signin.forgive(session, tries)
        signin.touch(session, token(), at)
    st.rerun()
