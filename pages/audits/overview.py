"""An audit at one glance, and the coordinator's moves from stage to stage."""

import streamlit as st

from maap.domain.audit import Stage
from maap.domain.problems import Problem
from maap.storage.db import reading, work
from maap.ui import frame
from maap.ui import overview as parts
from maap.usecases.stages import move_back, move_on
from maap.views.overview import overview

actor, audit_id = frame.actor(), frame.audit_id()

# handle
with frame.refusals(end=False):
    if onward := frame.pressed_one("onward"):
        with work() as session:
            move_on(session, actor, audit_id, Stage(onward), parts.goes_on_without(audit_id))
        frame.done(f"The audit is now at the stage “{onward}”.")
    if back := frame.pressed_one("back-to"):
        if (why := parts.why(audit_id)) is None:
            raise Problem("Choose why the audit goes back.")
        with work() as session:
            move_back(session, actor, audit_id, Stage(back), why)
        frame.done(f"The audit went back to the stage “{back}”.")

# load
with reading() as session:
    page = overview(session, actor, audit_id)

# render
frame.audit_head(page.head.title, page.head.reference, page.head.stage, page.head.may, audit_id)
st.title("Overview")
parts.way(page.head.stage)
parts.next_up(page)
parts.figures(page)
if page.moves:
    parts.moves(page.moves, audit_id)
parts.dates(page.dates)
