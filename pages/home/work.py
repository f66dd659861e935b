"""What waits for me, across all audits: the page on which everybody lands."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, watching
from maap.ui import work as cards
from maap.views.work import work

actor = frame.actor()

# load
with reading() as session:
    page = work(session, actor)

# render
frame.title("My work")
st.text(cards.summary(page))
watching.escalated(actor, page.concerns)
watching.on_top(actor, page.concerns)
for waiting in page.waiting:
    cards.card(waiting)
if not page.waiting and not page.concerns:
    cards.nothing(page, actor)
cards.dashboards(page.dashboards)
watching.follow(actor, page.concerns)
