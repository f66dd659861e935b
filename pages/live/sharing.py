"""Figures that go outside the partnership: taken, looked at by a second person, and read through a link."""

from maap.storage.db import reading
from maap.ui import frame, sharing
from maap.views.sharing import sharing_page

actor, audit_id = frame.actor(), frame.audit_id()

# handle
sharing.handle(actor, audit_id)

# load
with reading() as session:
    page = sharing_page(session, actor, audit_id)

# render
sharing.draw(page, actor)
