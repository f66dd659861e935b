"""The findings of an audit, strengths first: taken from answers, from passages, or written by the team."""

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.themes import findings as parts
from maap.views.findings import findings

actor, audit_id = frame.actor(), frame.audit_id()

# handle
parts.handle(actor, audit_id)

# load
with reading() as session:
    page = findings(session, actor, audit_id, parts.wanted(audit_id))

# render
frame.audit_head(page.head, "Findings")
parts.ways(page)
parts.writing(page)
parts.choosing(page)
parts.listed(page)
