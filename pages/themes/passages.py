"""A passage becomes a finding: choose the case, read what agencies wrote and what people said, choose the sentences."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.themes import passages as parts
from maap.views.passages import passages

actor, audit_id = frame.actor(), frame.audit_id()

# handle
parts.handle(actor, audit_id)

# load
with reading() as session:
    page = passages(session, actor, audit_id, *parts.wanted())

# render
frame.audit_head(page.head, "Find in the answers")
st.text("Choose sentences that show a strength or an area for development. The finding quotes them word for word.")
frame.link("themes/findings", "All findings", ":material/list:", audit=audit_id)
parts.choosing(page)
parts.answers(page)
