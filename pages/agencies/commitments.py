"""Who has committed and who has not, with reminders to send."""

import streamlit as st

from maap.domain.commitment import Commitment
from maap.storage.db import reading
from maap.ui import commitments as parts
from maap.ui import frame
from maap.views.agencies import commitments

actor, audit_id = frame.actor(), frame.audit_id()

# load
with reading() as session:
    page = commitments(session, actor, audit_id)

# render
frame.audit_head(page.head, "Agencies")
if not page.agencies:
    st.text("No agency is asked yet. They are listed here once signatures are asked for on the terms of reference.")
    st.stop()
st.text(parts.summary(page))
parts.table(page)
parts.declined(tuple(row for row in page.agencies if row.answer is Commitment.DECLINED))
parts.reminders(page)
