"""An audit's documents: read, frozen as drafts, published, and given to each agency."""

from maap.storage.db import reading
from maap.ui import documents, frame, timeline
from maap.views.editions import documents_room

actor, audit_id = frame.actor(), frame.audit_id()

# handle
documents.handle(actor, audit_id)

# load
with reading() as session:
    page = documents_room(session, actor, audit_id)

# render
frame.audit_head(page.head, "Documents")
documents.draw(page)
timeline.ways("edition", {line.edition_id: line.called for line in page.lines}, audit_id)
