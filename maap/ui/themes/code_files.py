"""The codebook as a file: out for other programs, and in from them."""

from dataclasses import asdict

import streamlit as st

from maap.domain.people import Actor
from maap.domain.uploads import CODEBOOK
from maap.outside.qdc import read
from maap.outside.virus_scan import harmless
from maap.storage.db import work
from maap.ui import frame
from maap.ui.boxes import file_box
from maap.ui.words import count
from maap.usecases.codebook import import_codes
from maap.views.codebook import Codebook

_FILE, _CHANGES = "codebook/file", "codebook/changes"


def handle(actor: Actor) -> None:
    """Take in a codebook that was chosen."""
    if not frame.pressed("take-codebook"):
        return
    with frame.refusals(end=False):
        chosen = st.session_state.get(_FILE)
        codes = read(harmless(chosen.getvalue())) if chosen else ()
        with work() as session:
            taken = import_codes(session, actor, [asdict(one) for one in codes], bool(st.session_state.get(_CHANGES)))
        frame.done(f"{count(taken, 'theme')} taken in.")


def ways(book: Codebook) -> None:
    """The file to take away, and the way in for another."""
    with st.expander("Take the codebook to another program, or bring one in", icon=":material/swap_horiz:"):
        st.text("NVivo, MAXQDA, ATLAS.ti and QualCoder read and write this format (REFI-QDA codebook, .qdc).")
        st.html('<a href="/files/codebook.qdc" download>Download the codebook (.qdc)</a>')
        if not book.may_change:
            return
        file_box(CODEBOOK, "Codebook to bring in (.qdc)", _FILE)
        st.checkbox("Also change themes that are here already, where the file says something else", key=_CHANGES)
        st.button("Bring it in", key="take-codebook")
