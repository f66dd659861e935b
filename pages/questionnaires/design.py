"""A coordinator writes a questionnaire: the outline on the left, the open section or question beside it."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, timeline
from maap.ui.designer import bank, board, check, deeds, editor, outline, place, sheet, shelf, spoken, when
from maap.views.questionnaires import design

actor, version_id = frame.actor(), place.version_id()

# handle
if frame.pressed("design-undo-typing"):
    sheet.discard()
if sheet.keep(actor, version_id):
    deeds.handle(actor, version_id)
    when.handle(actor, version_id)
    bank.handle(actor, version_id)
    spoken.handle(actor, version_id)
    check.go()
    if (next_version := check.handle(actor, version_id)) is not None:
        frame.go("questionnaires/design", questionnaire=next_version)

# load
with reading() as session:
    page = design(session, actor, version_id)
    banked = bank.found(session, actor)
part = board.open_part(page)

# render
if page.published:
    board.head(page)
    check.published(page)
    st.stop()
deeds.drawn(page)
outline.draw(page, part)
board.head(page)
shelf.notes(version_id)
check.findings(page)
editor.draw(page, part, banked)
spoken.draw(page)
check.publishing(page)
timeline.way("questionnaire", version_id)
