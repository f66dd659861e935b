"""A questionnaire as one agency would be asked it, and how answers open further questions. Nothing is stored."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.designer import board, place, preview
from maap.views.questionnaires import design

actor, version_id = frame.actor(), place.version_id()

# load
with reading() as session:
    page = design(session, actor, version_id)

# render
board.head(page, preview=True)
if preview.cannot_run(page):
    st.stop()
with_core = preview.with_core(page)
agency = preview.chosen_agency(page)
form = preview.asked_of(page, agency, with_core)
left, right = st.columns([2, 3], gap="large")
with left, st.container(key="what-if"):
    answers = preview.answers(form, actor.today)
with right:
    preview.route(form, answers, actor.today)
