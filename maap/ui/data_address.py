"""A person's own address for Power BI or Excel: made, shown once, ended."""

import streamlit as st

from maap.domain.people import Actor, Permission
from maap.storage.db import reading, work
from maap.ui import frame
from maap.ui.people import origin
from maap.usecases.opening_shared import end_data_key, new_data_key
from maap.views.sharing import has_data_key


def handle(actor: Actor) -> str:
    """Make an address, or end it. Returns the secret of one that was just made."""
    token = ""
    with frame.refusals(end=False):
        if frame.pressed("data-key-new"):
            with work() as session:
                token = new_data_key(session, actor)
        if frame.pressed("data-key-end"):
            with work() as session:
                end_data_key(session, actor)
            frame.done("Your address for spreadsheets no longer works.")
    return token


def draw(actor: Actor, token: str) -> None:
    """The address; nothing for those who may see no charts."""
    if not actor.may(Permission.SEE_RESULTS):
        return
    with reading() as session:
        is_made = has_data_key(session, actor)
    st.header("Figures for Excel and Power BI", anchor=False)
    st.text("A program of yours can fetch the figures that were approved for sharing, and no others.")
    if token:
        st.markdown("**Give one of these to your program. It is shown only once; whoever has it sees the figures.**")
        for ending in ("csv", "json"):
            st.code(f"{origin()}/feed/{token}/figures.{ending}", language=None, wrap_lines=True)
    with st.container(horizontal=True):
        words = "Make a new address" if is_made else "Make an address"
        st.button(words, key="data-key-new", icon=":material/table_view:")
        if is_made:
            st.button("End my address", key="data-key-end")
