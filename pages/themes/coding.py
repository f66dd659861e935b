"""Findings are coded to themes, one after the other, by keyboard. The machine suggests; a person decides."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.themes import coding as parts
from maap.views.coding import coding

actor, audit_id = frame.actor(), frame.audit_id()

# handle
parts.handle(actor, audit_id)

# load
with reading() as session:
    page = coding(session, actor, audit_id, parts.chosen())

# render
parts.remember(page)
frame.audit_head(page.head, "Code findings")
if page.finding is None:
    parts.empty(page)
    st.stop()
parts.progress(page)
left, right = st.columns([3, 2], gap="large")
with left:
    parts.finding(page)
    parts.keys()
with right:
    parts.themes(page)
frame.link("themes/findings", "All findings", ":material/list:", audit=audit_id)
