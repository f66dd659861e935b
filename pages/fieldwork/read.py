"""A return to read, for those who may: its own agency for ever, the partnership's team, and those who checked it."""

import streamlit as st

from maap.domain.fieldwork import ReturnState
from maap.storage.db import reading
from maap.ui import frame, notes, raising, sheets, timeline
from maap.ui.words import plain
from maap.views.returns import sheet

actor, return_id = frame.actor(), frame.return_id()

# handle
notes.save_said(actor, return_id)

# load
with reading() as session:
    page = sheet(session, actor, return_id)

# render
sheets.head(page, "Return")
sheets.urgent(page)
sheets.requests(page)
raising.beside_return(actor, return_id)
if page.for_me_to_check:
    frame.link("fieldwork/check", "Accept, ask for changes or reopen", ":material/fact_check:", **{"return": return_id})
if page.state is ReturnState.NOT_KNOWN:
    st.info(plain(f"Not known to this agency. Checked by: {page.place.row.checked_by}."), icon=":material/person_off:")
else:
    sheets.answers(page)
st.html(f'<a href="/files/returns/{return_id}" target="_self">Download this return</a>')
timeline.way("return", return_id)
