"""One issue that belongs to one agency, between its lead and the coordinator: received, answered, closed."""

from maap.storage.db import reading
from maap.ui import frame
from maap.ui import issues as parts
from maap.views.issues import issue

actor, audit_id = frame.actor(), frame.audit_id()
issue_id = parts.chosen()

# handle
parts.handle(actor, audit_id, issue_id)

# load
with reading() as session:
    page = issue(session, actor, audit_id, issue_id)

# render
parts.head(page)
parts.story(page)
parts.next_step(page)
frame.link("lanes/issues", "All issues", ":material/list:", audit=audit_id)
