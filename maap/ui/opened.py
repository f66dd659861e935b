"""A form that is opened, typed into, and saved or given up. What was typed stays until it is saved or given up.

A form is known by the prefix of its fields' keys. A refusal stands beside its fields, and nothing in them is lost.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import streamlit as st

from maap.domain.fieldwork import Overtaken
from maap.domain.giving import MayIdentify
from maap.domain.problems import Problem
from maap.ui import frame
from maap.ui.words import plain

GIVE_UP = "give-up"


def is_open(form: str) -> bool:
    """Whether somebody opened the form and has neither saved nor given up."""
    return f"{form}/seen" in st.session_state


def open_with(form: str, values: Mapping[str, Any], revision: int = 0) -> None:
    """Open a form with what is stored, before its fields are drawn."""
    close(form)
    for name, value in values.items():
        st.session_state[f"{form}/{name}"] = value
    st.session_state[f"{form}/seen"] = revision


def close(form: str) -> None:
    """Forget everything that was typed, before the fields are drawn."""
    for name in frame.fields(form):
        del st.session_state[f"{form}/{name}"]


def given_up() -> None:
    """Handle the button that gives a form up."""
    if (form := frame.pressed_one(GIVE_UP)) is not None:
        close(form)


def typed(form: str) -> dict[str, Any]:
    """What the fields hold, empty ones included; the revision that was seen is left out."""
    kept = ("seen", "refusal")
    return {name: value for name, value in frame.fields(form).items() if name not in kept}


def words(form: str, name: str) -> str:
    """What one field of text holds."""
    return str(st.session_state.get(f"{form}/{name}") or "")


def seen(form: str) -> int:
    """The revision that whoever opened the form was looking at."""
    return int(st.session_state.get(f"{form}/seen", 0))


@contextmanager
def saving(form: str, done: str) -> Iterator[None]:
    """Save what is typed: close the form and say that it is done, or keep it open with what was refused."""
    try:
        yield
    except Problem as problem:
        st.session_state[f"{form}/refusal"] = problem
    else:
        close(form)
        frame.done(done)


def refused(form: str, revision: int = 0) -> None:
    """Say beside the fields what was refused, and ask for the reason where words may tell who somebody is.

    After being told of a colleague's deed, which the page shows, a second press is a choice: it names ``revision``.
    """
    problem: Problem | None = st.session_state.get(f"{form}/refusal")
    if problem is None:
        return
    lines = plain(str(problem)).replace("\n", "  \n")
    st.error(f"Not saved yet. What you typed is still here.  \n{lines}", icon=":material/error:")
    if isinstance(problem, Overtaken):
        st.session_state[f"{form}/seen"] = revision
    if isinstance(problem, MayIdentify):
        st.text_input("Keep the words, because", key=f"{form}/kept_because", persist_state="session")


def buttons(form: str, save: str, label: str, cancel: bool = True) -> None:
    """The button that saves, with the key ``save``, and the one that gives up."""
    with st.container(horizontal=True):
        st.button(label, key=save, type="primary")
        if cancel:
            st.button("Cancel", key=f"{GIVE_UP}/{form}", type="tertiary")
