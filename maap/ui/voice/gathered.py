"""What came in, case by case, and what is set aside so that the panel does not read it."""

from datetime import date
from itertools import groupby

import streamlit as st

from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.storage.db import work
from maap.ui import beside, frame, hearing
from maap.ui.words import count, plain
from maap.usecases.voice import LONGEST_WHY, set_voice_aside
from maap.views.voice import Heard, VoicePage

_NOTHING_YET = "No view has come in yet. Ask somebody by a link, or write down what was said."


def handle(actor: Actor, audit_id: int) -> None:
    """Set a view aside, or put it back."""
    for way in ("set-aside", "put-back"):
        if (target := frame.pressed_one(way)) is None:
            continue
        voice_id, revision = (int(part) for part in target.split("/"))
        why = str(st.session_state.get(f"aside-why/{voice_id}") or "") if way == "set-aside" else ""
        with beside.deed(f"aside/{voice_id}", "Done."):
            if way == "set-aside" and not why.strip():
                raise Problem("Say why the panel should not read it, then set it aside.")
            with work() as session:
                set_voice_aside(session, actor, audit_id, voice_id, why, revision)


def draw(page: VoicePage, _today: date) -> None:
    """Every view, and how many cases have none yet."""
    if not page.heard:
        st.info(_NOTHING_YET if page.may_ask else "No view has come in.", icon=":material/hourglass_empty:")
        return
    cases = {one.case_id for one in page.heard}
    st.text(f"{count(len(page.heard), 'view')} about {len(cases)} of {count(len(page.cases), 'case')}.")
    for reference, heard in groupby(page.heard, key=lambda one: one.reference):
        st.header(plain(reference), anchor=False)
        for one in heard:
            with st.container(border=True, key=f"cell-heard-{one.id}"):
                hearing.told(one)
                _aside(one)
    without = [name for case_id, name in page.cases.items() if case_id not in cases]
    if without:
        st.caption(plain(f"Nobody has given a view about {', '.join(without)}."))


def _aside(one: Heard) -> None:
    beside.here(f"aside/{one.id}")
    if one.kept:
        st.caption("Words stayed that may tell who somebody is. Read it before the panel does.")
    if one.set_aside:
        st.badge("Set aside: the panel does not read it", color="gray")
        st.text(one.set_aside)
        st.button("Put it back", key=f"put-back/{one.id}/{one.revision}", type="tertiary")
        return
    with st.popover("Set it aside", type="tertiary"), st.form(f"aside-form-{one.id}", border=False):
        st.text_input("Why should the panel not read it?", key=f"aside-why/{one.id}", max_chars=LONGEST_WHY)
        st.form_submit_button("Set it aside", key=f"set-aside/{one.id}/{one.revision}")
