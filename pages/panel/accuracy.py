"""Agencies say what is wrong in a draft, and the coordinator answers each comment before it is published."""

from maap.domain.people import Permission
from maap.storage.db import reading
from maap.ui import checking, frame
from maap.views.accuracy import checks, own_check

actor, audit_id = frame.actor(), frame.audit_id()

# handle
checking.handle(actor, audit_id)

# load
with reading() as session:
    find = checks if actor.may(Permission.WRITE_DOCUMENTS) else own_check
    page = find(session, actor, audit_id)

# render
frame.audit_head(page.head, "Accuracy check")
checking.draw(page, actor.today)
