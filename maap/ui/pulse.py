"""The tick of a live page: it asks for one number, and has the page drawn anew only when that number changed."""

from collections.abc import Callable
from datetime import timedelta
from itertools import count

import streamlit as st

from maap.storage.db import engine, reading
from maap.storage.pulse import pulse_of
from maap.ui import parts
from maap.ui.kept import kept

EVERY = "0.75s"
"""With the time that drawing takes, a saved answer is on the page within two seconds."""
_ASKED_EVERY = 0.3
"""Seconds for which one look at the database serves all open pages of an audit."""
_KNOWN_FOR = timedelta(seconds=10)
"""A tick without news draws nothing, so it asks only so often who is here; whatever draws asks each time."""
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
        if kept(_beats, str(engine().url), audit_id) != drawn():
            news()

    parts.live(EVERY, _KNOWN_FOR)(watching)()


@st.cache_resource(ttl=_ASKED_EVERY, max_entries=256, show_spinner=False)
def _beats(house: str, audit_id: int) -> int:
    del house  # another database's audits have the same numbers
    with reading() as session:
        return pulse_of(session, audit_id)
