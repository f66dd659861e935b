"""The database does not answer: what was typed is kept, and the page goes on by itself as soon as it answers again."""

import streamlit as st
from sqlalchemy import text

from maap.storage.db import NoAnswer, reading

_TYPED = "away/typed"


def answers() -> bool:
    """Whether the database does."""
    try:
        with reading() as session:
            session.execute(text("select 1"))
    except NoAnswer:
        return False
    return True


def wait_for_it() -> None:
    """All there is of a page that could not be loaded: it comes as soon as it can, with what stood in its fields."""
    typed = {key: held for key, held in st.session_state.to_dict().items() if isinstance(held, str) and held}
    st.session_state.setdefault(_TYPED, {}).update(typed)  # Streamlit forgets a field of which a run draws nothing
    st.caption(
        "Leave this page open. What you typed is kept, and the page goes on by itself when the database answers."
    )
    _look()


@st.fragment(run_every="5s")
def _look() -> None:
    if answers():
        st.rerun()


def give_back() -> None:
    """Put into the fields what stood in them when the database went away, before they are drawn."""
    typed: dict[str, str] = st.session_state.pop(_TYPED, {})
    for key, held in typed.items():
        if key not in st.session_state:
            st.session_state[key] = held
