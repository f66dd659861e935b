"""An agency about itself: its returns, grades, themes, issues and actions across its audits."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, own_board
from maap.views.own_board import own_board as board

actor = frame.actor()

# load
with reading() as session:
    page = board(session, actor)

# render
st.title(page.agency)
own_board.draw(page, actor.now)
