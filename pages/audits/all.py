"""Every audit within reach; a coordinator starts one, or looks again at an earlier one."""

from maap.domain.people import Permission
from maap.domain.starting import years_on_offer
from maap.storage.db import reading, work
from maap.ui import frame
from maap.ui.terms import audits as parts
from maap.usecases.terms import start_audit, start_reaudit
from maap.views.terms import audits

actor = frame.actor()
started: int | None = None

# handle
if frame.pressed(f"{parts.START}-do"):
    with frame.refusals(end=False), work() as session:
        started = start_audit(session, actor, **frame.fields(parts.START)).id
if frame.pressed(f"{parts.AGAIN}-do"):
    with frame.refusals(end=False), work() as session:
        started = start_reaudit(session, actor, **parts.again()).id
if started:
    frame.go("terms/write", audit=started)

# load
with reading() as session:
    rows = audits(session, actor)

# render
frame.title("Audits")
if actor.may(Permission.START_AUDIT):
    parts.start(years_on_offer(actor.today), first=not rows)
    parts.start_again(rows, years_on_offer(actor.today))
parts.draw(rows)
