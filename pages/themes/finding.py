"""One finding: its words, its evidence, its themes, and where it leads."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, timeline
from maap.ui.themes import finding as parts
from maap.views.finding import finding

actor, audit_id = frame.actor(), frame.audit_id()
finding_id = parts.chosen()

# handle
if parts.handle(actor, audit_id, finding_id):
    parts.taken_back(audit_id)
    st.stop()

# load
with reading() as session:
    page = finding(session, actor, audit_id, finding_id)

# render
frame.audit_head(page.head, f"Finding {finding_id}")
parts.about(page)
parts.themes(page)
parts.sources(page)
parts.changing(page)
timeline.way("finding", finding_id, audit_id)
