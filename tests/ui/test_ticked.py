"""What is pressed or ticked is found without asking for everything, and is the same as in everything."""

from streamlit.testing.v1 import AppTest

PAGE = """
import streamlit as st
from maap.ui.ticked import ticked

st.session_state.setdefault("own", True)
st.session_state.setdefault("number", 1)
whole = {key for key, value in st.session_state.to_dict().items() if value is True}
st.session_state["found"] = (sorted(whole), sorted(ticked()))
st.button("Go", key="go")
st.button("Stay", key="stay")
st.button("Has no key")
st.checkbox("From the beginning", key="begun", value=True)
st.checkbox("Now and then", key="now")
st.toggle("Turned", key="turned")
st.radio("One of two", ["yes", "no"], key="one", index=None)
st.text_input("Words", key="words")
if not st.session_state.get("gone"):
    st.checkbox("Not for long", key="short")
"""


def _found(page: AppTest, *expected: str) -> None:
    whole, ticked = page.session_state["found"]
    assert not page.exception
    assert ticked == whole == sorted(expected)


def test_what_is_pressed_or_ticked_is_found_as_streamlit_would_tell_it() -> None:
    page = AppTest.from_string(PAGE).run()
    _found(page, "own")
    _found(page.run(), "own", "begun")
    page.text_input(key="words").set_value("True")
    _found(page.button(key="go").click().run(), "own", "begun", "go")
    page.toggle(key="turned").set_value(True)
    page.radio(key="one").set_value("yes")
    _found(page.checkbox(key="now").check().run(), "own", "begun", "now", "turned")
    _found(page.checkbox(key="begun").uncheck().run(), "own", "now", "turned")
    page.session_state["own"] = False
    page.checkbox(key="short").check()
    _found(page.button[2].click().run(), "now", "turned", "short")
    page.session_state["gone"] = True
    page.run()
    _found(page.run(), "gone", "now", "turned")
