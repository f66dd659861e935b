"""An agency answers its return, a section at a time, each answer saved as it is given."""

import streamlit as st

from maap.ui import answering, frame, presence, raising, sheets
from maap.ui.saving import catch_up

actor, return_id = frame.actor(), frame.return_id()

# handle and load
page = answering.step(actor, return_id)

# render
sheets.title(page, "Return")
answering.language(page)
above = st.container()
presence.here(page)
sheets.urgent(page)
middle = st.container()
raising.beside_return(actor, return_id)
below = st.container()
with middle:
    answering.part(page, above, below)
catch_up(return_id)
