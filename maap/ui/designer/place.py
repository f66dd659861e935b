"""Which questionnaire is open, and which of its parts: in the address, so that links lead there."""

import streamlit as st

from maap.domain.problems import Problem
from maap.ui import frame

_VERSION = "designer/version"
WHOLE = ""
"""The part that is the questionnaire itself."""


def version_id() -> int:
    """The chosen questionnaire: from the address, or the one chosen last. Raises Problem when there is none."""
    given = st.query_params.get("questionnaire")
    if given is None and _VERSION in st.session_state:
        st.query_params["questionnaire"] = given = str(st.session_state[_VERSION])
    if given is None or not given.isascii() or not given.isdigit() or len(given) > 9:
        raise Problem("Choose a questionnaire first: go to “Questionnaires” in the menu at the top.")
    st.session_state[_VERSION] = int(given)
    return int(given)


def part_id() -> str:
    """The id of the open section or question; "" for the questionnaire itself."""
    return st.query_params.get("part", WHOLE)


def choose(part: str) -> None:
    """Open a section or question; "" opens the questionnaire itself."""
    if part:
        st.query_params["part"] = part
    elif "part" in st.query_params:
        del st.query_params["part"]


def forget() -> None:
    """The questionnaire is gone, or another one is to be chosen."""
    st.session_state.pop(_VERSION, None)


def link(script: str, label: str, version: int, icon: str | None = None, part: str = "") -> None:
    """A link to a page of this questionnaire."""
    frame.link(script, label, icon, questionnaire=version, **({"part": part} if part else {}))
