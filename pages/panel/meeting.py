"""The panel meets: the chair goes from case to case, and every member's own screen follows, decision by decision."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import beside, concerns, frame, hearing, panel, pulse, side_by_side
from maap.ui.meeting import around, bar, bench, decided, deeds, wall, whereto
from maap.views.actions import plan
from maap.views.meeting import meeting_room
from maap.views.panel_case import panel_case
from maap.views.voice import voices

actor, audit_id = frame.actor(), frame.audit_id()

# handle
deeds.handle(actor, audit_id)
whereto.gone(panel.stepped())

# load
with reading() as session:
    room = meeting_room(session, actor, audit_id)
    going = room.open
    case = panel_case(session, actor, audit_id, going.case_id) if going and going.case_id else None
    heard = voices(session, actor, audit_id, case.case_id) if case else ()
    plan_ = plan(session, actor, audit_id) if case and room.may_run else None

# render
frame.audit_head(room.head, f"Panel meeting {going.number}" if going else "Panel meeting")
beside.what_is_left()
pulse.follow(audit_id, lambda: room.pulse)
if going is None:
    around.lobby(room)
    around.ended(room)
    st.stop()
bar.draw(room, going)
if case is None or going.current is None:
    around.before_the_first(room, going, bench.SAVE)
    st.stop()
if bar.projected():
    wall.draw(case, going.current.minutes)
    st.stop()
panel.who_is_missing(case)
panel.glance(case)
if plan_ is None:
    decided.draw(going.current.minutes)
domain = panel.stepping(case)
if plan_ is not None:
    bench.tabs()
left, right = st.columns([3, 2], gap="medium") if plan_ is not None else (st.container(), st.container())
with left:
    side_by_side.draw(domain, across=2 if plan_ is not None else side_by_side.ACROSS)
    hearing.beside_case(heard)
with right:
    if plan_ is not None:
        bench.draw(actor, room, going, case, domain, plan_)
        decided.draw(going.current.minutes)
    concerns.button(actor, audit_id, case.head.may, case.case_id, shortcut="Alt+U")
    around.minutes_links(audit_id, going.id)
whereto.arrive(case.case_id)
