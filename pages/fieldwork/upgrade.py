"""A draft return goes over to the newer version of its questionnaire; what moves is shown before it is done."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import beside, frame, newer, sheets
from maap.ui.saving import save_touched
from maap.usecases.versions import upgrade_return
from maap.views.returns import sheet
from maap.views.versions import upgrade

actor, return_id = frame.actor(), frame.return_id()

# handle
save_touched(actor, return_id)
if (seen := frame.pressed_one("upgrade")) is not None:
    with beside.deed("upgrade", "The return is on the newer version."), work() as session:
        upgrade_return(session, actor, return_id, seen)

# load
with reading() as session:
    page = sheet(session, actor, return_id)
    found = upgrade(session, actor, return_id) if page.open_for_me else None

# render
sheets.head(page, "Upgrade this draft return")
beside.here("upgrade")
if found is None:
    st.success("This return needs no upgrade: it is answered on the version it should be.", icon=":material/check:")
    sheets.progress(page)
else:
    newer.moves(found)
    st.button("Upgrade this draft return", key=f"upgrade/{found.seen}", type="primary", icon=":material/upgrade:")
query: dict[str, int | str] = {"return": return_id}
with st.container(horizontal=True):
    frame.link("fieldwork/answer", "Go to the questions", ":material/edit_note:", **query)
    frame.link("fieldwork/check", "Check your answers", ":material/fact_check:", **query)
