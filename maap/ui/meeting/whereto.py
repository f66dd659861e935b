"""Where eyes and keyboard go after a key was pressed: to the case that was called, or into the form that was opened."""

import streamlit as st

from maap.ui import arrival, frame

_WENT, _TIMES, _FRESH = "meeting/went", "meeting/times", "meeting/fresh"
CASE, BENCH, CONCERN = "case", "bench", "concern"


def gone(stepped: bool) -> None:
    """Note where the key that was pressed leads."""
    before = st.session_state.get(_TIMES, 0)
    if frame.pressed_one("call") is not None:
        _note(CASE)
    elif stepped or frame.pressed_one("pane") is not None:
        _note(BENCH)
    elif frame.pressed_one("concern") is not None:
        _note(CONCERN)
    st.session_state[_FRESH] = st.session_state.get(_TIMES, 0) != before


def _note(place: str) -> None:
    st.session_state[_WENT] = place
    st.session_state[_TIMES] = int(st.session_state.get(_TIMES, 0)) + 1


def key(place: str, case_id: int) -> str:
    """The key of a container: the one that the page arrives at is called so."""
    return "arrival" if _went() == place else f"meeting-{place}-{case_id}"


def arrive(case_id: int) -> None:
    """Go there."""
    times = st.session_state.get(_TIMES, 0)
    place = "arrival-concern" if _went() == CONCERN else "arrival"
    fresh = bool(st.session_state.get(_FRESH))
    arrival.arrive(f"{case_id}/{_went()}/{times}", into=_went() == BENCH, fresh=fresh, place=place)


def _went() -> str:
    return str(st.session_state.get(_WENT, CASE))
