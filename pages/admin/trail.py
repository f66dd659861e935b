"""The record of who did what and when."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui import trail as parts
from maap.views.trail import faults, mark, trail

actor = frame.actor()

# handle
wanted = parts.wanted()

# load
with reading() as session:
    page = trail(session, actor, wanted)
    witnessed = mark(session, actor)
    wrong = faults(session, actor) if frame.pressed("check_trail") else None

# render
frame.title("Trail")
st.text("Who did what, and when. It holds no answers, and no line of it can be altered unseen.")
parts.search()
parts.lines(page)
parts.pages(page)
parts.proof(wrong)
parts.take_away(wanted, witnessed)
