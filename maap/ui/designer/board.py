"""The head of the drawing board: which version this is, and what else may be done with it."""

import streamlit as st

from maap.domain.designing import outline
from maap.domain.walk import answerable
from maap.ui import frame
from maap.ui.choices import AUDIENCES
from maap.ui.designer import deeds, place, sheet
from maap.ui.words import count, plain
from maap.views.questionnaires import Design

_FILES = (
    ("xlsx", "Excel (XLSForm)"),
    ("yaml", "YAML"),
    ("blank", "Blank form to print"),
)


def open_part(page: Design) -> str:
    """The open part, or the questionnaire itself when that part is gone."""
    part = place.part_id()
    if part and all(line.part.id != part for line in outline(page.form)):
        place.choose("")
        return ""
    return part


def head(page: Design, preview: bool = False) -> None:
    """Title, state and ways out."""
    frame.title(plain(page.form.title))
    questions = sum(answerable(question) for question in page.form.questions)
    state = "published" if page.published else "draft"
    kind = "Module" if page.form.module_of else "Questionnaire"
    st.caption(
        f"{kind} for audits of {AUDIENCES[page.form.audience].lower()} · version {page.form.version}, {state} · "
        f"{count(questions, 'question')} in {count(len(page.form.sections), 'section')}"
    )
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if preview:
            place.link(
                "questionnaires/design",
                "Back to writing" if not page.published else "About this version",
                page.id,
                ":material/edit:",
            )
        else:
            place.link("questionnaires/preview", "Preview as an agency", page.id, ":material/visibility:")
        with st.popover("Download or print", icon=":material/download:"):
            files(page.id)
        if not preview and not page.published:
            st.button(
                "Undo", key="design-undo", icon=":material/undo:", disabled=not deeds.can_undo(page), type="tertiary"
            )
            st.caption("Every change is saved as you make it.")
    if not preview and sheet.is_refused():
        st.button("Forget what I typed", key="design-undo-typing", icon=":material/backspace:")


def files(version_id: int) -> None:
    """Links to the version as a file."""
    for ending, label in _FILES:
        st.html(f'<a href="/files/questionnaires/{int(version_id)}/{ending}" target="_blank">{label}</a>')
