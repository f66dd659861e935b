"""The question bank: every question that was ever published, to be put into a draft."""

import pandas as pd
import streamlit as st
from sqlmodel import Session

from maap.domain.new_parts import bring
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.storage.db import reading
from maap.ui import frame
from maap.ui.designer import deeds
from maap.ui.words import count
from maap.views.questionnaires import Banked, Design, design
from maap.views.questionnaires import bank as bank_of

_OPEN, _WORDS, _PICKED = "bank-open", "bank-words", "bank-picked"
MOST_SHOWN = 200


def found(session: Session, actor: Actor) -> tuple[Banked, ...]:
    """The questions that fit what is typed; none while the bank is closed."""
    if not st.session_state.get(_OPEN):
        return ()
    return bank_of(session, actor, str(st.session_state.get(_WORDS) or ""))


def handle(actor: Actor, version_id: int) -> None:
    """Bring the picked questions into the draft."""
    beside = frame.pressed_one("bank-bring")
    if beside is None:
        return
    keys: list[str] = list(st.session_state.get(_PICKED, ()))
    notes: list[str] = []

    def brought(page: Design, part: str) -> tuple[Questionnaire, str]:
        if not keys:
            raise Problem("Tick a question in the bank first.")
        form, at = page.form, part
        for source, question in sources:
            form, new, told = bring(form, source.form.question(question), source.form, at)
            at = at if at == part and _is_section(page.form, part) else new
            notes.extend(told)
        return form, at

    with reading() as session:
        sources = [
            (design(session, actor, int(version)), name) for version, _, name in (k.partition("/") for k in keys)
        ]
    if deeds.change(actor, version_id, brought, beside):
        frame.done(" ".join([f"{count(len(keys), 'question')} added.", *dict.fromkeys(notes)]))


def _is_section(form: Questionnaire, part: str) -> bool:
    return any(section.id == part for section in form.sections)


def draw(part: str, banked: tuple[Banked, ...]) -> None:
    """The bank, below the open part."""
    if not st.toggle("Show the question bank", key=_OPEN):
        return
    st.text_input("Find a question by a word in it", key=_WORDS)
    shown = banked[:MOST_SHOWN]
    if not shown:
        st.text("No question has these words. Type fewer, or others.")
        return
    st.caption(f"{count(len(banked), 'question')}. Tick those you want.")
    table = pd.DataFrame(
        [
            {"Question": one.question.label, "Kind": one.kind, "Section": one.section, "From": one.questionnaire}
            for one in shown
        ]
    )
    event = st.dataframe(
        table,
        key=f"bank-list/{st.session_state.get(_WORDS) or ''}",
        on_select="rerun",
        selection_mode="multi-row",
        hide_index=True,
        height=min(36 * (len(shown) + 1) + 2, 360),
        column_config={"Question": st.column_config.TextColumn(width=420)},
        alt=f"{count(len(shown), 'question')} of the bank",
    )
    picked = [shown[row].key for row in event["selection"]["rows"] if row < len(shown)]
    st.session_state[_PICKED] = picked
    st.button(
        f"Add {count(len(picked), 'question')} here" if picked else "Add here",
        key=f"bank-bring/{part}",
        icon=":material/library_add:",
        disabled=not picked,
    )
