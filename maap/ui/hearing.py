"""What practitioners and families said, beside what agencies say about the same case."""

from collections.abc import Sequence

import streamlit as st

from maap.ui.words import day, plain
from maap.views.voice import Heard


def beside_case(heard: Sequence[Heard]) -> None:
    """Every view about a case. It is evidence as much as a return is."""
    st.header("What practitioners and families said", anchor=False)
    if not heard:
        st.text("Nobody has given a view about this case.")
    for one in heard:
        with st.container(border=True, key=f"cell-voice-{one.id}"):
            told(one)


def told(one: Heard) -> None:
    """One person's view: nobody knows whose it is."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/record_voice_over: **{plain(one.whose)}**", width="content")
        if not one.may_quote:
            st.badge("Not to be quoted", color="orange")
    for question, answer in one.said:
        st.caption(plain(question))
        st.text(answer)
    by = "Written by themselves" if one.by_link else "Written down by the coordinator"
    st.caption(f"{by}, {day(one.received_at)}")
