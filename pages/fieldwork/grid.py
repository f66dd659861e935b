"""Who owes which return: the case × agency grid, and what its people do with a return."""

import streamlit as st

from maap.domain.fieldwork import ReturnState
from maap.storage.db import reading, work
from maap.ui import beside, frame, grids, more_time
from maap.usecases.fieldwork import assign, not_known
from maap.views.grid import grid
from maap.views.heads import head

actor, audit_id = frame.actor(), frame.audit_id()

# handle
with frame.refusals(end=False):
    if (target := frame.pressed_one("not-known")) is not None:
        with work() as session:
            not_known(session, actor, int(target), str(frame.fields("checked-by").get(target, "")))
        frame.done("Noted: not known to your agency.")
    if (target := frame.pressed_one("assign")) is not None:
        given, seen = frame.fields("auditor")[target], frame.fields("seen")[target]
        with work() as session:
            assign(session, actor, int(target), given, seen, frame.fields("together").get(target, []))
        frame.done("The return has a new auditor.")

more_time.handle(actor, audit_id)

# load
with reading() as session:
    page = grid(session, actor, audit_id)

# render
frame.audit_head(head(page.seat), "Returns")
if not page.cells:
    st.info("Returns are dealt out when the fieldwork opens. There are none yet.", icon=":material/hourglass_empty:")
    st.stop()
st.text(grids.summary(page))
with st.container(horizontal=True):
    states = st.multiselect("State", [state.value for state in ReturnState], key="grid/state", bind="query-params")
    agencies = st.multiselect("Agency", page.agencies, key="grid/agency") if len(page.agencies) > 1 else []
    late = st.toggle("Late only", key="grid/late")
cells = grids.chosen(list(page.cells), states, agencies, late)
if not cells:
    st.text("No return fits. Choose fewer states or agencies, or look at all and not only at late ones.")
if len(page.agencies) > 1 and cells:
    st.caption(grids.KEY + ". Pick a cell to see that return.")
    picked = grids.matrix(cells, grids.summary(page))
    cells = [picked] if picked else []
for cell in cells:
    grids.line(cell, page)
more_time.offer(page, actor)
beside.what_is_left()
