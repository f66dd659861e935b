"""Drawing one question: guidance, its widget, its evidence box, and what became of the answer."""

from typing import Any

import streamlit as st

from maap.domain.questionnaire import (
    EVIDENCE,
    Calculated,
    Choice,
    Grade,
    LongText,
    Matrix,
    Note,
    Question,
    Text,
    YesNo,
)
from maap.ui import touches
from maap.ui.at_section import AtSection
from maap.ui.pens import Pen
from maap.ui.touches import Refused, Touch
from maap.ui.words import lately, plain
from maap.views.returns import Sheet, Stored

_AFTER = {"required": "", "wanted": " (answer if you can)", "optional": " (optional)"}


def ask(question: Question, at: AtSection, label: str) -> None:
    """Draw one question. ``label`` is its wording with earlier answers piped in."""
    if isinstance(question, Note | Calculated):
        _told(question, at.sheet, label)
        return
    with st.container(key=f"q-{question.id}"):
        _answered(question, at, label)
        if question.evidence:
            _answered(at.sheet.form.question(question.id + EVIDENCE), at, "What in the file shows this?")


def _told(question: Note | Calculated, sheet: Sheet, label: str) -> None:
    with st.container(border=True):
        st.text(label if isinstance(question, Note) else f"{label}: {sheet.saying(question) or 'not worked out yet'}")
        if question.guidance:
            st.caption(plain(question.guidance))


def _answered(question: Question, at: AtSection, label: str) -> None:
    current, held = at.sheet.stored.get(question.id), at.unsaved.get(question.id)
    stands = held is not None and not held.overtaken
    value = held.touch.given if held and stands else (current.value if current else None)
    st.markdown(f"**{plain(label)}**{_AFTER[question.need]}")
    if question.guidance:
        st.caption(plain(question.guidance))
    if question.good:
        with st.expander("What good looks like"):
            st.text(question.good)
            if question.standard:
                st.caption(plain(f"Standard: {question.standard}"))
    pen = Pen(at.sheet, question, label, value, current.revision if current else 0, not at.sheet.open_for_me)
    pen.draw()
    _words_used(question, value)
    if held is not None:
        _not_saved(pen, held)
    elif current is not None and current.value is not None:
        _saved(pen, current)


def _words_used(question: Question, value: object) -> None:
    """How many of the words that may be used are used, where there is a limit."""
    if isinstance(question, Text | LongText) and question.max_words:
        used = len(str(value or "").split())
        left = question.max_words - used
        st.caption(f"{used} of at most {question.max_words} words" + (f": {-left} too many" if left < 0 else ""))


def _saved(pen: Pen, current: Stored) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"under-{pen.key}"):
        st.caption(
            f"Saved {lately(current.saved_at, pen.sheet.place.seat.actor.today)}"
            + (" by a colleague" if current.colleague else "")
        )
        if isinstance(pen.question, Choice | YesNo | Grade | Matrix) and not pen.disabled:
            _button("Clear this answer", "clear", pen, Touch(pen.question.id, None, current.revision))


def _button(label: str, name: str, pen: Pen, touch: Touch, **look: Any) -> None:
    """A button that notes a touch: what it does is fixed when it is drawn."""
    look = {"type": "tertiary"} | look
    st.button(label, key=f"{name}/{pen.key}", on_click=touches.note, args=(pen.sheet.return_id, touch), **look)


def _not_saved(pen: Pen, held: Refused) -> None:
    st.error(plain("Not saved. " + held.sentence), icon=":material/error:")
    if held.overtaken:
        _both(pen, held)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if held.replacement is not None:
            touch = Touch(pen.question.id, held.replacement, held.touch.seen)
            _button("Replace the words for me", "replace", pen, touch, type="primary")
        if held.may_be_kept:
            wiring: dict[str, Any] = {"on_change": touches.note, "args": (pen.sheet.return_id, held.touch)}
            st.text_input("Keep them, because", key=f"because/{pen.key}", **wiring)
        if held.again:
            _button("Try again now", "again", pen, held.touch, type="secondary")
        _give_up("Go back to what is saved", pen)


def _both(pen: Pen, held: Refused) -> None:
    """Two answers to one question: the colleague's is in the box above, yours is here."""
    theirs = pen.sheet.stored.get(pen.question.id)
    st.text("Your answer, which is not saved:")
    st.code(str(held.touch.given), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        _give_up("Keep my colleague's answer", pen)
        touch = Touch(pen.question.id, held.touch.given, theirs.revision if theirs else 0)
        _button("Use mine instead", "mine", pen, touch, type="secondary")


def _give_up(label: str, pen: Pen) -> None:
    args = (pen.sheet.return_id, pen.question.id)
    st.button(label, key=f"give-up/{pen.key}", on_click=touches.give_up, args=args, type="tertiary")
