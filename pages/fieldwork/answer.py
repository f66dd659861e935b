"""An agency answers its return, a section at a time, each answer saved as it is given."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import arrival, frame, notes, raising, sheets, touches
from maap.ui.saving import catch_up, save_touched
from maap.ui.words import lately
from maap.views.returns import sheet

actor, return_id = frame.actor(), frame.return_id()

# handle
save_touched(actor, return_id)
notes.save_said(actor, return_id)
if frame.pressed("later") and not touches.waiting(return_id):
    frame.go("home/work")
pressed = frame.pressed_in("section", "go", "missing")
chosen = next(iter(pressed.values()), "") or st.query_params.get("section", "")

# load
with reading() as session:
    page = sheet(session, actor, return_id)
order = [found.section.id for found in page.route.sections]
chosen = chosen if chosen in order else (order[0] if order else "")
st.query_params["section"] = chosen

# render
sheets.head(page, "Return")
if not page.open_for_me:
    st.info("You can read this return, but not change it now.", icon=":material/lock:")
sheets.requests(page)
sheets.progress(page)
sheets.waiting(len(touches.waiting(return_id)))
sheets.task_list(page, chosen)
sheets.urgent(page)
at = order.index(chosen) if chosen else 0
for found in page.route.sections:
    if found.section.id == chosen:
        st.caption(f"Section {at + 1} of {len(order)}")
        sheets.section(page, found)

with st.container(horizontal=True, key="next"):
    if at > 0:
        st.button("Previous section", key=f"go/{order[at - 1]}", icon=":material/arrow_back:", shortcut="Alt+P")
    if at + 1 < len(order):
        key = f"go/{order[at + 1]}"
        st.button("Next section", key=key, icon=":material/arrow_forward:", type="primary", shortcut="Alt+N")
    sheets.elsewhere(page, chosen)
    frame.link("fieldwork/check", "Check your answers", ":material/fact_check:", **{"return": return_id})
    frame.link("fieldwork/offline", "Answer in a spreadsheet", ":material/table_view:", **{"return": return_id})
raising.beside_return(actor, return_id)
if page.open_for_me:
    with st.container(horizontal=True, vertical_alignment="center", key="later-row"):
        sheets.later(page)
if page.place.row.touched_at:
    st.caption(
        f"Everything you gave is saved as you go. Last touched {lately(page.place.row.touched_at, actor.today)}."
    )
arrival.arrive(f"{return_id}/{chosen}")
catch_up(return_id)
if touches.recovered():
    st.rerun()
