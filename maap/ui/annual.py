"""The annual briefing on the screen: a year is chosen, read, and published."""

import streamlit as st

from maap.domain.documents import Kind
from maap.domain.people import Actor
from maap.reports.making import files
from maap.storage.db import reading, work
from maap.ui import beside, frame
from maap.ui.documents import downloads
from maap.usecases.documents import publish_annual
from maap.views.documents import annual_document
from maap.views.editions import template_for


def handle(actor: Actor) -> None:
    """Publish the briefing of a year. Its files are made before the deed."""
    if (year := frame.pressed_one("publish-annual")) is None:
        return
    with beside.deed(f"annual/{year}", "Published. Agencies and managers can read it from now on."):
        with reading() as session:
            document = annual_document(session, actor, year)
            template = template_for(session, actor, Kind.ANNUAL)
        made = files(document, template)
        with work() as session:
            publish_annual(session, actor, document, made)


def draw(years: tuple[str, ...]) -> None:
    """Each year that has audits with results."""
    st.title("Annual briefing", anchor=False)
    st.text("What the audits of a year found together, from their shared findings, and what became of the year before.")
    if not years:
        st.info("No audit has come to its report yet.", icon=":material/calendar_month:")
    for year in years:
        with st.container(border=True, key=f"annual-{year.replace('/', '-')}"):
            st.header(year, anchor=False)
            beside.here(f"annual/{year}")
            downloads(f"/files/years/{int(year[:4])}", Kind.ANNUAL.endings, f"Annual briefing {int(year[:4])}")
            st.button("Publish it", key=f"publish-annual/{year}")
    beside.what_is_left()
