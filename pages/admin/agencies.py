"""Agencies are added, renamed, put in order, and taken out of new audits."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import catalogue, choices, frame
from maap.usecases.partnership import add_agency, change_agency
from maap.views.partnership import agencies

actor = frame.actor()

# handle
catalogue.undo("agency")
if form := catalogue.sent("agency"):
    with catalogue.saving(form, "The agency is saved."), work() as session:
        if form.is_new:
            catalogue.choose("agency", add_agency(session, actor, form.typed()))
        else:
            change_agency(session, actor, form.id, form.typed(), form.revision)

# load
with reading() as session:
    rows = agencies(session, actor)

# render
frame.title("Agencies")
st.text("Every audit chooses from these. An agency may change its name: its earlier years stay with it.")
left, right = st.columns([3, 2], gap="large")
with left:
    choices.agencies(rows)
with right:
    names = {row.id: row.name for row in rows}
    chosen = catalogue.chosen("agency", names, "Agency to change", "Choose from the list, or type a name")
    row = next((row for row in rows if row.id == chosen), None)
    st.header("Change this agency" if row else "Add an agency", anchor=False)
    choices.agency_form(row, len(rows))
