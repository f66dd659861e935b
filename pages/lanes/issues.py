"""Issues that belong to one agency: all of them for the coordinator, an agency's own for its lead."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, raising
from maap.ui import issues as parts
from maap.views.issues import issues

actor, audit_id = frame.actor(), frame.audit_id()

# handle
raising.raised_on_page(actor, audit_id)

# load
with reading() as session:
    page = issues(session, actor, audit_id)

# render
frame.audit_head(page.head, "Issues for our agency" if page.own_only else "Issues that belong to one agency")
st.text(parts.summary(page))
if page.own_only:
    st.caption("Only your agency's lead and the partnership's coordinator can read them. No other agency sees them.")
parts.rows(page)
if page.choices:
    raising.on_page(audit_id, page.choices)
