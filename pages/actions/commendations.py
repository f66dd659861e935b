"""Good practice is praised: written and sent by the team, read by the lead of the agency it is for."""

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.actions import commendations
from maap.views.commendations import commendations as commendations_of

actor, audit_id = frame.actor(), frame.audit_id()

# handle
commendations.handle(actor, audit_id)

# load
with reading() as session:
    page = commendations_of(session, actor, audit_id)

# render
commendations.head(page)
commendations.listed(page)
commendations.new(page)
