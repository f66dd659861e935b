"""A draft's words in another language: a list to download, and the same list filled in."""

import streamlit as st

from maap.domain.labels import LANGUAGES, labels
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.uploads import WORDING
from maap.outside.virus_scan import harmless
from maap.storage.db import work
from maap.ui import frame
from maap.ui.boxes import file_box
from maap.ui.words import count, plain
from maap.usecases.translations import Taken, take_in_words
from maap.views.questionnaires import Design

_CAME = "designer/words"
_MOST = 12
"""Refused cells that are listed before the rest is counted."""


def handle(actor: Actor, version_id: int) -> None:
    """Take the words of a filled list into the draft as it was on the screen."""
    if (seen := frame.pressed_one("words-take")) is None:
        return
    with frame.refusals(end=False):
        file = st.session_state.get("words-form/file")
        if file is None:
            raise Problem("Choose the filled list first.")
        data = harmless(file.getvalue())
        with work() as session:
            taken = take_in_words(session, actor, version_id, file.name, data, int(seen))
        st.session_state[_CAME] = (version_id, taken)


def draw(page: Design) -> None:
    """What of the questionnaire is translated so far, and the two steps by which the rest comes in."""
    with st.expander("Words in another language", icon=":material/translate:", expanded=_came(page.id) is not None):
        if (taken := _came(page.id)) is not None:
            _result(taken)
        language = st.selectbox(
            "Language", list(LANGUAGES), format_func=LANGUAGES.__getitem__, key="words-language", width=280
        )
        every = labels(page.form, language)
        done = sum(bool(one.spoken) for one in every)
        st.text(f"{done} of {count(len(every), 'wording')} are in {LANGUAGES[language]} so far.")
        st.html(f'<a href="/files/questionnaires/{int(page.id)}/words-{language}" target="_blank">'
                f"1. Download the words as a spreadsheet</a>")  # fmt: skip
        st.text(f"2. Somebody fills in the column “{LANGUAGES[language]}” and leaves the others as they are.")
        with st.form("words-form", border=False):
            file_box(WORDING, "3. The list, filled in", "words-form/file")
            st.form_submit_button("Take these words in", key=f"words-take/{page.revision}")


def _came(version_id: int) -> Taken | None:
    held = st.session_state.get(_CAME)
    return held[1] if isinstance(held, tuple) and held[0] == version_id else None


def _result(taken: Taken) -> None:
    st.markdown(f":material/check_circle: **{count(taken.new, 'wording')} in {taken.language} taken in**")
    if taken.refused:
        n = len(taken.refused)
        st.markdown(f":material/error: **{count(n, 'cell')} {'was' if n == 1 else 'were'} not taken**")
        for sentence in taken.refused[:_MOST]:
            st.markdown(plain(sentence))
        if n > _MOST:
            st.caption(f"There are {n - _MOST} more. Put these right first, and upload the list again.")
