"""Closed and earlier audits beside each other: is practice getting better, and what became of what had to change."""

import streamlit as st

from maap.charts.year_exhibits import AcrossYears, year_exhibits
from maap.storage.db import reading
from maap.ui import frame, trends
from maap.views.grade_years import graded_audits, shares_only
from maap.views.trends import theme_trends

actor = frame.actor()
chosen = st.query_params

# load
with reading() as session:
    graded = graded_audits(session, actor)
    percentages = shares_only(session, actor)
    themes = theme_trends(session, actor, chosen.get("then", ""), chosen.get("now", ""))

# render
st.title("Across the years")
if themes is None:
    st.info(
        "There is nothing to compare yet. Closed and earlier audits appear here.", icon=":material/hourglass_empty:"
    )
    st.stop()
domain = trends.choices(themes, graded)
of_domain = tuple(row for row in graded if row.domain.name == domain)
trends.cautions(themes, of_domain)
trends.charts(year_exhibits(AcrossYears(themes, of_domain, actor.now), ("strengths", "areas", "agencies", "panel")))
if percentages:
    trends.shares_only(percentages)
if themes.published:
    trends.published(themes.published)
