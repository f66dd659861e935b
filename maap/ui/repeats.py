"""A repeatable group: the entries so far, each with a way to remove it, and a small form for another."""

from typing import Any

import streamlit as st

from maap.domain.questionnaire import (
    Calculated,
    Choice,
    Choices,
    Date,
    Dates,
    Grade,
    LongText,
    Note,
    Number,
    Repeat,
    SimpleQuestion,
    Text,
    Themes,
    YesNo,
)
from maap.domain.wording import said
from maap.ui import touches
from maap.ui.touches import Touch
from maap.ui.words import plain
from maap.views.returns import Sheet


def ask(question: Repeat, sheet: Sheet, rows: list[Any], revision: int, disabled: bool) -> None:
    """Draw the group. Adding and removing are touches of the whole list."""
    where = touches.key_of(sheet.return_id, question.id)
    for number, row in enumerate(rows):
        with st.container(border=True, key=f"row-{where}-{number}"):
            for child in question.questions:
                if row.get(child.id) is not None:
                    st.caption(plain(child.label))
                    st.text(said(child, row[child.id], sheet.form))
            if not disabled:
                touch = Touch(question.id, rows[:number] + rows[number + 1 :], revision)
                key = f"remove/{where}/{number}"
                st.button("Remove", key=key, type="tertiary", on_click=touches.note, args=(sheet.return_id, touch))
    if disabled or (question.at_most and len(rows) >= question.at_most):
        return
    prefix = f"add/{where}/{len(rows)}"
    with st.expander("Add another" if rows else "Add one"), st.form(prefix, border=False):
        for child in question.questions:
            _field(child, sheet, f"{prefix}/{child.id}")
        args = (sheet.return_id, question, rows, revision, prefix)
        st.form_submit_button("Add", on_click=touches.touch_entry, args=args)


def _field(child: SimpleQuestion, sheet: Sheet, key: str) -> None:
    label = plain(child.label)
    match child:
        case Choice() | YesNo():
            _radio(label, {option.value: option.label for option in child.options}, key)
        case Grade():
            _radio(label, {level.value: level.label for level in sheet.form.scale(child.scale).levels}, key)
        case Choices():
            options = {option.value: option.label for option in child.options}
            st.multiselect(label, list(options), format_func=lambda value: options[value], key=key)
        case Themes():
            names = {theme.key: theme.name for theme in sheet.themes}
            st.multiselect(label, list(names), format_func=lambda value: names[value], key=key)
        case Date():
            st.date_input(label, value=None, format="DD/MM/YYYY", key=key)
        case LongText():
            st.text_area(label, key=key)
        case Number() | Text() | Dates():
            st.text_input(label, key=key)
        case Note() | Calculated():
            st.caption(label)


def _radio(label: str, options: dict[str, str], key: str) -> None:
    said_plainly = {value: plain(text) for value, text in options.items()}
    st.radio(label, list(options), index=None, format_func=said_plainly.__getitem__, horizontal=True, key=key)
