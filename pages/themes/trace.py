"""From an answer to what a re-audit asks again, and back: everything that hangs together with one thing."""

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.themes import trace as parts
from maap.views.trace import trace

actor, audit_id = frame.actor(), frame.audit_id()

# load
step, key = parts.begun()
with reading() as session:
    page = trace(session, actor, audit_id, step, key)

# render
frame.audit_head(page.head, "Trace")
parts.draw(page)
