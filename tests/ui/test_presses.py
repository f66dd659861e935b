"""A run with a press is brought to its end, but what the page itself asks for still ends it."""

from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from maap.ui import presses

with presses.brought_to_its_end():
    st.button("Go", key="go")
    if st.session_state.get("go"):
        st.session_state["times"] = st.session_state.get("times", 0) + 1
        st.text("before")
        {end}
        st.text("after")
    st.text("the rest")
"""


def _pressed(end: str) -> AppTest:
    page = AppTest.from_string(PAGE.format(end=end)).run()
    return page.button(key="go").click().run()


def test_a_page_that_stops_stops() -> None:
    page = _pressed("st.stop()")
    assert [text.value for text in page.text] == ["before"]


def test_a_page_that_wants_to_be_drawn_again_is_and_its_press_counts_once() -> None:
    page = _pressed("st.rerun()")
    assert not page.exception
    assert [text.value for text in page.text] == ["the rest"]
    assert page.session_state["times"] == 1
