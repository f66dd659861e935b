"""The plan of an audit: what it recommends, who does what about it by when, and how far that is."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.actions import plan, recommending
from maap.views.actions import plan as plan_of

actor, audit_id = frame.actor(), frame.audit_id()

# handle
recommending.handle(actor, audit_id)

# load
with reading() as session:
    page = plan_of(session, actor, audit_id)

# render
plan.head(page)
if plan.not_yet(page):
    st.stop()
plan.next_step(page)
plan.standing(page)
plan.recommendations(page, actor.today)
