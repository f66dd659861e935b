"""Figures that go outside the partnership, read through a link; and screens on walls inside it."""

from maap.domain.people import Permission
from maap.storage.db import reading
from maap.ui import frame
from maap.ui.live import displays, sharing
from maap.views.displays import display_links
from maap.views.sharing import sharing_page

actor, audit_id = frame.actor(), frame.audit_id()

# handle
sharing.handle(actor, audit_id)
displays.handle(actor, audit_id)

# load
with reading() as session:
    page = sharing_page(session, actor, audit_id)
    may_share = page.head.may(Permission.SHARE_FIGURES)
    screens = display_links(session, actor, audit_id) if may_share else ()

# render
sharing.draw(page, actor)
if may_share:
    displays.draw(audit_id, screens)
