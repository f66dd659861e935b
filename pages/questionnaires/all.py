"""Coordinators find every questionnaire with its versions, and begin new ones."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.designer import shelf
from maap.views.questionnaires import shelf as shelf_of

actor = frame.actor()

# handle
draft = shelf.handle(actor)
if draft is not None:
    frame.go("questionnaires/design", questionnaire=draft)

# load
with reading() as session:
    found = shelf_of(session, actor)

# render
frame.title("Questionnaires")
st.text(
    "Audits take the newest published version. One whose fieldwork is open keeps its own until you give it the newer."
)
with st.expander("Begin a questionnaire", icon=":material/add:", expanded=not found):
    shelf.ways_to_begin(found)
shelf.draw(found)
