"""What waits for me, across all audits: the page on which everybody lands."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui import work as cards
from maap.views.work import work

actor = frame.actor()

# load
with reading() as session:
    page = work(session, actor)

# render
st.title("My work")
st.text(cards.summary(page))
for waiting in page.waiting:
    cards.card(waiting)
if not page.waiting:
    cards.nothing(page, actor)
cards.dashboards(page.dashboards)
