"""Closed audits beside each other: is practice getting better, and what became of what had to change."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, trends
from maap.views.trends import graded_audits, theme_trends

actor = frame.actor()

# load
with reading() as session:
    graded = graded_audits(session, actor)
    themes = theme_trends(session, actor)

# render
st.title("Across the years")
if not graded or themes is None:
    st.info("There is nothing to compare yet. Closed audits appear here.", icon=":material/hourglass_empty:")
    st.stop()
domain = trends.domain(graded)
trends.grades([row for row in graded if row.domain.name == domain])
if themes.then:
    trends.themes(themes.rows, themes.then, themes.now)
else:
    st.text(f"Themes can be compared once audits of another year than {themes.now} are closed.")
