"""Beside a question: what the agency answered last time. It is there to read; nothing of it is copied."""

from collections.abc import Mapping

import streamlit as st

from maap.domain.last_time import LastTime
from maap.domain.questionnaire import Question
from maap.storage.db import reading
from maap.ui.words import plain
from maap.views.last_time import last_time
from maap.views.returns import Sheet

_KEPT = "last-time"
_SHORT = 160
"""In characters. A longer answer opens when it is asked for."""


def beside(sheet: Sheet, question: Question) -> None:
    """The earlier answer to a question, when and in words; nothing where there is none."""
    found = _of(sheet).get(question.id) if sheet.open_for_me else None
    if found is None:
        return
    with st.container(key=f"last-time-{question.id}"):
        if len(found.answer) <= _SHORT and "\n" not in found.answer:
            st.caption(f":material/history: Last time ({found.when}): {plain(found.answer)}")
        else:
            with st.expander(f"Last time ({found.when})", icon=":material/history:"):
                st.text(found.answer)


def _of(sheet: Sheet) -> Mapping[str, LastTime]:
    """Looked up once per return and person: what was handed in long ago does not change."""
    actor = sheet.place.seat.actor
    at = (actor.person_id, sheet.return_id, sheet.place.row.form_digest or sheet.place.seat.audit.form_digest)
    held = st.session_state.get(_KEPT)
    if not isinstance(held, tuple) or held[0] != at:
        with reading() as session:
            held = (at, last_time(session, actor, sheet.return_id))
        st.session_state[_KEPT] = held
    known: Mapping[str, LastTime] = held[1]
    return known
