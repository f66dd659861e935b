"""The coordinator reads a document as it will be printed, and writes its parts in other words."""

from maap.storage.db import reading
from maap.ui import editing, frame
from maap.views.documents import draft
from maap.views.editions import documents_room

actor, audit_id = frame.actor(), frame.audit_id()
kind = editing.chosen_kind()
document = editing.of_audit(actor, audit_id, kind)

# handle
editing.handle(document)

# load
with reading() as session:
    page, at = draft(session, actor, audit_id, kind), documents_room(session, actor, audit_id).head

# render
editing.head(kind, at)
editing.draw(document, page)
