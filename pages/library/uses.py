"""What agencies did with published briefings."""

from maap.domain.people import Permission
from maap.storage.db import reading
from maap.ui import frame, uses
from maap.views.use_made import own_uses
from maap.views.use_made import uses as all_uses

actor = frame.actor()

# handle
uses.handle(actor)

# load
with reading() as session:
    keeps = actor.may(Permission.KEEP_LIBRARY)
    rows = all_uses(session, actor) if keeps else own_uses(session, actor)

# render
frame.link("library/library", "Back to the library", ":material/arrow_back:")
frame.title("How briefings were used")
uses.listed(rows, actor.may(Permission.RECORD_USE) and actor.agency_id is not None, actor.today)
