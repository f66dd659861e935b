"""One action: its agency says how far it is and what shows that it helps; another person confirms that it is done."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import acting, actions, frame, timeline
from maap.views.action_sheet import action

actor, audit_id = frame.actor(), frame.audit_id()
action_id = actions.chosen_action()

# handle
acting.handle(actor, audit_id, action_id)

# load
with reading() as session:
    page = action(session, actor, audit_id, action_id)

# render
if page.sheet is None:
    actions.not_yet(page)
    st.stop()
actions.head(page.head, f"Action {page.sheet.line.number}")
actions.about(page, page.sheet, actor)
actions.came_of_it(page.sheet)
acting.what_now(page.sheet, page.offered, actor)
actions.history(page.sheet.history)
if page.sheet.history:
    timeline.way("action", action_id, audit_id)
