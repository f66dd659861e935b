"""What happened in an audit, newest first: one's own agency's part of it, or all of it for those who run it."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui import trail as parts
from maap.views.trail import history

actor, audit_id = frame.actor(), frame.audit_id()

# handle
wanted = parts.wanted()

# load
with reading() as session:
    page = history(session, actor, audit_id, wanted)

# render
frame.audit_head(page.head, "History")
st.text("Who did what in this audit, and when. It holds no answers, and no line of it can be altered unseen.")
parts.search("For example: accepted a return")
parts.lines(page.lines)
parts.pages(page.lines)
