"""Who else is on this return: noted at most once a minute for each section, said to colleagues as it changes."""

from contextlib import suppress
from datetime import datetime

import streamlit as st

from maap.domain.presence import is_due
from maap.storage.db import NotSaved, reading, work
from maap.ui import frame, parts
from maap.ui.words import plain
from maap.usecases.presence import be_in
from maap.views.presence import colleagues
from maap.views.returns import Sheet

EVERY = "15s"
_NOTED = "presence/noted"


def note(page: Sheet, section: str) -> None:
    """Somebody who may answer is in a section of this return."""
    actor, noted = page.place.seat.actor, st.session_state.setdefault(_NOTED, {})
    last: tuple[str, datetime] | None = noted.get(page.return_id)
    if page.open_for_me and is_due(section, last, actor.now):
        noted[page.return_id] = (section, actor.now)
        with suppress(NotSaved), work() as session:  # who answers is not kept from it because nobody can be told
            be_in(session, actor, page.return_id, section)


def here(page: Sheet) -> None:
    """A line that says who else is here and where. It keeps its place when nobody is."""
    if not page.open_for_me:
        return
    return_id, order = page.return_id, [found.section.id for found in page.route.sections]

    def said() -> None:
        with reading() as session:
            found = colleagues(session, frame.actor(), return_id, order)
        with st.container(key="who-is-where"):
            st.caption(":material/group: " + " ".join(map(plain, found)) if found else "")

    parts.live(every=EVERY)(said)()
