"""A return without a network: take it out as a workbook, bring it back, and choose what is taken of it."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import beside, frame, offline, sheets
from maap.ui.words import plain
from maap.usecases.offline import take_in
from maap.views.returns import sheet

actor, return_id = frame.actor(), frame.return_id()

# handle
if frame.pressed("offline-take"):
    with beside.deed("take", "The answers you chose are saved."), work() as session:
        take_in(session, actor, return_id, offline.chosen(return_id))

# load
with reading() as session:
    page = sheet(session, actor, return_id)
came_back = offline.look(actor, return_id) if page.open_for_me else None

# render
sheets.head(page, "In a spreadsheet")
if not page.open_for_me:
    st.info("You can read this return, but not change it now.", icon=":material/lock:")
    st.stop()
st.text("Answer this return in Excel, without a network, and bring it back. Nobody is locked out meanwhile.")
st.header("1. Download", anchor=False)
st.text("The workbook holds every question and the answers so far. Keep it as safe as the case file.")
st.html(f'<a class="house-button" href="/files/returns/{return_id}.xlsx" target="_self">Download the workbook</a>')
st.header("2. Upload it, filled in", anchor=False)
offline.upload(return_id)
if came_back and came_back.refused:
    st.error(plain(came_back.refused), icon=":material/error:")
elif came_back:
    st.header("3. Choose what is saved", anchor=False)
    beside.here("take")
    offline.differences(return_id, came_back.found)
query: dict[str, int | str] = {"return": return_id}
with st.container(horizontal=True):
    frame.link("fieldwork/answer", "Back to the questions", ":material/edit_note:", **query)
    frame.link("fieldwork/check", "Check your answers", ":material/fact_check:", **query)
