"""A refusal beside the control that it is about: on a long page its top is out of sight, and nothing may jump."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from maap.domain.problems import Problem
from maap.ui import frame
from maap.ui.words import plain

_KEPT = "beside/refusals"


@contextmanager
def deed(control: str, done: str) -> Iterator[None]:
    """Say that a deed is done, or keep what was refused until the page draws its control. The page goes on."""
    try:
        yield
    except Problem as problem:
        st.session_state.setdefault(_KEPT, {})[control] = str(problem)
    else:
        frame.done(done)


def here(control: str) -> None:
    """Say what was refused, if anything was, where the control stands. Its place is kept, so that nothing moves."""
    place = st.container()
    sentence = st.session_state.get(_KEPT, {}).pop(control, None)
    if sentence is not None:
        place.error(plain(sentence), icon=":material/error:")


def what_is_left() -> None:
    """Say what was refused about controls that the page no longer draws, because things have changed."""
    for control in list(st.session_state.get(_KEPT, {})):
        here(control)
