"""The partnership's own Word templates: taken away, changed in Word, and brought back."""

from maap.storage.db import reading
from maap.ui import frame, templates
from maap.views.templates import templates as templates_in_use

actor = frame.actor()

# handle
templates.handle(actor)

# load
with reading() as session:
    page = templates_in_use(session, actor)

# render
templates.draw(page)
