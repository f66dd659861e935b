"""What is published, for everybody who works together here; an agency finds its own packs, too."""

from maap.storage.db import reading
from maap.ui import documents, frame
from maap.views.editions import published

actor = frame.actor()

# load
with reading() as session:
    page = published(session, actor)

# render
frame.title("Published")
documents.shelf(page)
