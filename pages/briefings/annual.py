"""The briefing of a year across its audits: read, and published."""

from maap.storage.db import reading
from maap.ui import annual, frame
from maap.views.documents import years

actor = frame.actor()

# handle
annual.handle(actor)

# load
with reading() as session:
    page = years(session, actor)

# render
annual.draw(page)
