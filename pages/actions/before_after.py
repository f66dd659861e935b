"""Before and after: what the actions of an audit were to improve, in its answers and in those of its re-audit."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.actions import before_after
from maap.views.before_after import before_after as before_after_of

actor, audit_id = frame.actor(), frame.audit_id()

# load
with reading() as session:
    page = before_after_of(session, actor, audit_id)

# render
before_after.head(page)
if not before_after.which(page):
    st.stop()
before_after.chart(page.rows)
before_after.each(page.rows)
