"""An audit at one glance, and the coordinator's moves from stage to stage."""

import streamlit as st

from maap.domain.audit import Stage
from maap.domain.people import Permission
from maap.storage.db import reading, work
from maap.ui import beside, frame, newer, watching
from maap.ui import overview as parts
from maap.usecases.figures import close
from maap.usecases.stages import move_back, move_on
from maap.views.overview import overview
from maap.views.versions import versions

actor, audit_id = frame.actor(), frame.audit_id()

# handle
if onward := frame.pressed_one("onward"):
    with beside.deed("onward", f"The audit is now at the stage “{onward}”."), work() as session:
        if onward == Stage.CLOSED:
            close(session, actor, audit_id)
        else:
            move_on(session, actor, audit_id, Stage(onward), parts.goes_on_without(audit_id))
if back := frame.pressed_one("back-to"):
    with beside.deed("back", f"The audit went back to the stage “{back}”."), work() as session:
        move_back(session, actor, audit_id, Stage(back), parts.why(audit_id))
newer.handle(actor, audit_id)

# load
with reading() as session:
    page = overview(session, actor, audit_id)
    newest = versions(session, actor, audit_id) if page.head.may(Permission.WRITE_QUESTIONNAIRES) else None

# render
frame.audit_head(page.head, "Overview")
overtaken = st.container(key="overtaken")
watching.banner(actor, audit_id, page.head.may)
parts.way(page.head.stage)
parts.next_up(page)
parts.figures(page)
newer.offer(newest)
if page.moves:
    parts.moves(page.moves, audit_id)
parts.dates(page.dates)
with overtaken:
    beside.what_is_left()
