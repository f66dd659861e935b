"""The tick of a live page: it asks for one number, and has the page drawn anew only when that number changed."""

from collections.abc import Callable
from itertools import count

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, parts
from maap.views.scene import pulse

EVERY = "0.75s"
"""With the time that drawing takes, a saved answer is on the page within two seconds."""
_STEADY = '<style>[data-stale="true"] { opacity: 1 !important; transition: none !important; }</style>'


def follow(audit_id: int, drawn: Callable[[], int], news: Callable[[], object] = st.rerun) -> None:
    """Draw again what shows an audit, once its pulse is another than the one that was ``drawn``.

    ``news`` draws it; the whole page, where nothing else is said. The tick draws nothing itself: a fragment that draws
    is cleared at each tick, and a page without news must stay still.
    """
    st.html(_STEADY)  # Streamlit dims what it is about to draw again; on a live page that is a flicker
    ticks = count()

    def watching() -> None:
        if next(ticks) == 0:
            return  # the run that draws the page has only just looked
        with reading() as session:
            now = pulse(session, frame.actor(), audit_id)
        if now != drawn():
            news()

    parts.live(every=EVERY)(watching)()
