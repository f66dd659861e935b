"""One action: its agency says how far it is and what shows that it helps; another person confirms that it is done."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, timeline
from maap.ui.actions import acting
from maap.ui.actions import action as parts
from maap.views.action_sheet import action

actor, audit_id = frame.actor(), frame.audit_id()
action_id = parts.chosen_action()

# handle
acting.handle(actor, audit_id, action_id)

# load
with reading() as session:
    page = action(session, actor, audit_id, action_id)

# render
if page.sheet is None:
    parts.not_yet(page)
    st.stop()
parts.head(page.head, f"Action {page.sheet.line.number}")
parts.about(page, page.sheet, actor)
parts.came_of_it(page.sheet)
acting.what_now(page.sheet, page.offered, actor)
parts.history(page.sheet.history)
if page.sheet.history:
    timeline.way("action", action_id, audit_id)
