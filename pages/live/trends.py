"""Closed and earlier audits beside each other: is practice getting better, and what became of what had to change."""

import streamlit as st

from maap.charts.year_exhibits import AcrossYears, year_exhibits
from maap.domain.house_boards import Board
from maap.storage.db import reading
from maap.ui import frame
from maap.ui.live import arranging, board, shelves, taking, tiles, trends
from maap.views.grade_years import graded_audits, shares_only
from maap.views.saved_views import house_views
from maap.views.trends import theme_trends

actor = frame.actor()
views_of = shelves.of_house(Board.YEARS)

# handle
arranging.handle(actor, views_of)

# load the views, one of which may choose the years
with reading() as session:
    views = house_views(session, actor, Board.YEARS)
arranging.open_view(views_of, views, lambda view: view.choices)

# load
with reading() as session:
    graded = graded_audits(session, actor)
    percentages = shares_only(session, actor)
    themes = theme_trends(session, actor, *trends.chosen_years())

# render
frame.title("Across the years")
if themes is None:
    st.info(
        "There is nothing to compare yet. Closed and earlier audits appear here.", icon=":material/hourglass_empty:"
    )
    st.stop()
chosen, shown = trends.choices(themes, graded), board.house_tiles(Board.YEARS)
arranging.draw(views_of, views, shown, choices=chosen)
of_domain = tuple(row for row in graded if row.domain.name == chosen.get("domain"))
trends.cautions(themes, of_domain)
exhibits = year_exhibits(AcrossYears(themes, of_domain, actor.now), [tile.key for tile in shown])
tiles.in_pairs(exhibits)
if percentages:
    trends.shares_only(percentages)
if themes.published:
    trends.published(themes.published)
taking.draw_years(shown, chosen, exhibits)
