"""Results of earlier audits come in by a form and stand in the trends from then on."""

from maap.storage.db import reading
from maap.ui import earlier, frame
from maap.views.earlier import earlier_lines

actor = frame.actor()

# handle
earlier.handle(actor)
earlier.look(actor)

# load
with reading() as session:
    rows = earlier_lines(session, actor)

# render
frame.link("library/library", "Back to the library", ":material/arrow_back:")
frame.title("Results of earlier years")
earlier.way_in()
earlier.listed(rows)
