"""An agency about itself: its returns, grades, themes, issues and actions across its audits."""

import streamlit as st

from maap.domain.house_boards import Board
from maap.storage.db import reading
from maap.ui import frame
from maap.ui.live import arranging, board, own_board, shelves, tiles
from maap.ui.words import plain
from maap.views.own_board import own_board as figures
from maap.views.saved_views import house_views

actor = frame.actor()
views_of = shelves.of_house(Board.AGENCY)

# handle
tiles.put_away()
arranging.handle(actor, views_of)

# load
with reading() as session:
    page = figures(session, actor)
    behind = own_board.behind(session, actor)
    views = house_views(session, actor, Board.AGENCY)
arranging.open_view(views_of, views, lambda view: view.choices)

# render
frame.title(f"Our agency: {plain(page.agency)}")
if not own_board.begun(page, actor.now):
    st.stop()
shown = board.house_tiles(Board.AGENCY)
arranging.draw(views_of, views, shown)
own_board.draw(page, shown, behind)
