"""What happened to one return, case, finding, action, document or questionnaire: who did what, and when."""

from maap.storage.db import reading
from maap.ui import frame, timeline

actor = frame.actor()
kind, number, audit_id = timeline.asked()

# load
with reading() as session:
    deeds = timeline.KINDS[kind][1](session, actor, audit_id, number)

# render
timeline.back(kind, number, audit_id)
timeline.draw(kind, deeds)
