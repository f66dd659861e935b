"""Letters about a dashboard: asked for, and stopped by one click."""

import streamlit as st

from maap.domain.audit import Stage
from maap.domain.dashboard_letters import DAYS, in_words
from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import beside, frame
from maap.usecases.dashboard_letters import stop_letters, want_letters
from maap.views.dashboard_letters import LettersAbout
from maap.views.scene import Scene

_CHOICES = {**{f"Every {day}": at for at, day in enumerate(DAYS)}, "Once a month": None}


def handle(actor: Actor, audit_id: int) -> None:
    """Ask for letters, or stop them."""
    if frame.pressed("want-letters"):
        day = _CHOICES.get(str(frame.fields("letters").get("when")))
        with beside.deed("letters", f"You get a letter {in_words(day)}."), work() as session:
            want_letters(session, actor, audit_id, day)
    if frame.pressed("stop-letters"):
        with beside.deed("letters", "No more letters about this page."), work() as session:
            stop_letters(session, actor, audit_id)


def draw(scene: Scene, letters: LettersAbout) -> None:
    """What somebody has, or may ask for. Of a closed audit nothing more comes."""
    if scene.head.stage is Stage.CLOSED and not letters.wanted:
        return
    with st.expander("Letters about this page", icon=":material/mail:", key="letters-about"):
        beside.here("letters")
        if letters.wanted:
            st.text(f"You get a letter {in_words(letters.day)}, with a link to this page and without any figure.")
            st.button("Stop the letters", key="stop-letters")
            return
        st.text("A letter reminds you of this page. It holds a link and no figures, so it can be read anywhere.")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.selectbox("When", list(_CHOICES), key="letters/when", width=220)
            st.button("Send me letters", key="want-letters")
