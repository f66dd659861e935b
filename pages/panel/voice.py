"""Practitioners and families are asked for their view by a one-time link, and what they said is gathered."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import beside, frame
from maap.ui.voice import asking, forms, gathered, writing
from maap.views.voice import voice_page

actor, audit_id = frame.actor(), frame.audit_id()

# handle
asking.handle(actor, audit_id)
writing.handle(actor, audit_id)
gathered.handle(actor, audit_id)
forms.handle(actor)

# load
with reading() as session:
    page = voice_page(session, actor, audit_id)

# render
frame.audit_head(page.head, "Voice")
st.text(
    "What practitioners and families say is evidence, as much as a return is. The panel reads it beside the returns."
)
beside.what_is_left()
came, ask, write, words = st.tabs(["What came in", "Ask by a link", "Write down what was said", "The questions"])
with came:
    gathered.draw(page, actor.today)
with ask:
    asking.draw(page)
with write:
    writing.draw(page)
with words:
    forms.draw(page)
