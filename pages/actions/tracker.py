"""The tracker: actions of every audit within reach, so that none is lost and what is overdue stands first."""

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.actions import tracker
from maap.views.tracker import Filters
from maap.views.tracker import tracker as tracker_of

actor = frame.actor()

# load what may be chosen
with reading() as session:
    known = tracker_of(session, actor, Filters())

# render the choices, which decide what is loaded
frame.title("Actions")
chosen = tracker.filters(known)

# load
with reading() as session:
    page = tracker_of(session, actor, chosen)

# render
tracker.standing(page)
tracker.actions(page, chosen, actor.today)
