"""Check your answers: submit; then the agency's lead accepts, or asks for changes on named sections."""

import streamlit as st

from maap.domain.fieldwork import HANDED_IN, ReturnState
from maap.storage.db import reading, work
from maap.ui import frame, notes, raising, sheets, touches
from maap.ui.saving import save_touched
from maap.ui.words import plain
from maap.usecases.fieldwork import accept, ask_for_changes, reopen, submit
from maap.views.returns import sheet

actor, return_id = frame.actor(), frame.return_id()
typed = frame.fields("check")

# handle
save_touched(actor, return_id)
notes.save_said(actor, return_id)
with frame.refusals(end=False):
    if frame.pressed("submit"):
        with work() as session:
            submit(session, actor, return_id)
        frame.done("The return is submitted.")
    if frame.pressed("accept"):
        with work() as session:
            accept(session, actor, return_id)
        frame.done("The return is accepted.")
    if frame.pressed("changes"):
        with work() as session:
            ask_for_changes(session, actor, return_id, list(typed.get("sections", [])), str(typed.get("note", "")))
        frame.done("The return went back to its auditor.")
    if frame.pressed("reopen"):
        with work() as session:
            reopen(session, actor, return_id, str(typed.get("reason", "")))
        frame.done("The return is open again.")

# load
with reading() as session:
    page = sheet(session, actor, return_id)

# render
sheets.head(page, "Check the answers" if page.open_for_me else "Answers")
sheets.urgent(page)
sheets.requests(page)
sheets.waiting(len(touches.waiting(return_id)))
notes.still_open(page)
if page.open_for_me:
    sheets.progress(page)
    missing = list(page.route.unanswered)
    if missing:
        sheets.missing(page)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Submit this return", key="submit", type="primary", disabled=bool(missing))
        frame.link("fieldwork/offline", "Answer in a spreadsheet", ":material/table_view:", **{"return": return_id})
if page.for_me_to_accept:
    st.button("Accept this return for our agency", key="accept", type="primary")
if not page.open_for_me:
    raising.beside_return(actor, return_id)
if page.for_me_to_check and page.state is ReturnState.SUBMITTED:
    titles = {section.id: section.title for section in page.form.sections}
    with st.expander("Ask for changes"), st.form("changes-form", border=False):
        st.multiselect(
            "Which sections need another look?", list(titles), format_func=titles.__getitem__, key="check/sections"
        )
        st.text_area("What should change?", key="check/note")
        st.form_submit_button("Send back", key="changes")
if page.for_me_to_check and page.state in HANDED_IN - {ReturnState.SUBMITTED}:
    with st.expander("Open this return again"), st.form("reopen-form", border=False):
        st.text_input("Why? The reason is kept with the return.", key="check/reason")
        st.form_submit_button("Open again", key="reopen")
if page.state is ReturnState.NOT_KNOWN:
    st.info(plain(f"Not known to this agency. Checked by: {page.place.row.checked_by}."), icon=":material/person_off:")
else:
    sheets.answers(page, change=page.open_for_me)
st.html(f'<a href="/files/returns/{return_id}" target="_self">Download this return</a>')
