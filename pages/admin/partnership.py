"""The partnership: its name, whom to call, its procedures, and the sentences that every audit's terms begin with."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import catalogue, frame
from maap.ui.partnership import facts_form
from maap.usecases.partnership import change_facts
from maap.views.partnership import facts

actor = frame.actor()

# handle
catalogue.undo("facts")
if form := catalogue.sent("facts"):
    with catalogue.saving(form, "The partnership is saved."), work() as session:
        change_facts(session, actor, form.typed(), form.revision)

# load
with reading() as session:
    page = facts(session, actor)

# render
frame.title("Partnership")
st.text("New audits begin with what stands here. Audits that have begun keep their own wording.")
facts_form(page)
