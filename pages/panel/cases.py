"""The panel reads every agency's answers to a case side by side, and its agreed grades are recorded."""

import streamlit as st

from maap.domain.audit import Stage
from maap.storage.db import reading
from maap.ui import agreeing, concerns, frame, hearing, panel, raising, side_by_side, timeline
from maap.ui.themes import finding_parts
from maap.ui.words import plain
from maap.views.meeting import open_meeting_case
from maap.views.panel import panel as panel_of
from maap.views.panel_case import panel_case
from maap.views.voice import voices

actor, audit_id = frame.actor(), frame.audit_id()
case_id = panel.chosen_case(audit_id)

# handle
agreeing.record_agreed(actor, audit_id)
panel.go_on(case_id)

# load and render: the list of cases
if case_id is None:
    with reading() as session:
        page = panel_of(session, actor, audit_id)
        meeting = open_meeting_case(session, actor, audit_id)
    frame.audit_head(page.head, "Panel")
    panel.going_on(page, meeting)
    panel.ways(page)
    if page.head.stage is Stage.FIELDWORK:
        st.info("Returns are still coming in. You can read those that are in; grades are agreed once all are closed.")
    panel.agenda(page)
    st.stop()

# load and render: one case
with reading() as session:
    case = panel_case(session, actor, audit_id, case_id)
    heard = voices(session, actor, audit_id, case_id)
frame.audit_head(case.head, f"Panel · {plain(case.reference)}")
panel.way_round(case)
concerns.button(actor, audit_id, case.head.may, case_id)
panel.heading(case, f"{case.reference} at a glance")
panel.who_is_missing(case)
if not any(domain.parts for domain in case.domains):
    hearing.beside_case(heard)
    st.info("Nobody has handed in anything about this case.", icon=":material/hourglass_empty:")
    st.stop()
panel.glance(case)
domain = panel.chosen_domain(case)
panel.heading(case, domain.name, domain.key or "none")
side_by_side.draw(domain)
agreeing.agreed_grade(case, domain)
hearing.beside_case(heard)
raising.beside_case(actor, audit_id, case.head.may, case_id)
finding_parts.from_case(case.head, case_id)
panel.onward(case, domain)
timeline.way("case", case_id, audit_id)
