"""The annual briefing on the screen: a year is chosen, read, and published."""

import streamlit as st

from maap.domain.documents import Kind
from maap.domain.people import Actor
from maap.reports.making import files
from maap.storage.db import reading, work
from maap.storage.trail import mark
from maap.ui import beside, editing, frame
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
            document = annual_document(session, actor, year).model_copy(update={"mark": mark(session)})
            template = template_for(session, actor, Kind.ANNUAL)
        made = files(document, template)
        with work() as session:
            publish_annual(session, actor, document, made)


def chosen(years: tuple[str, ...]) -> str:
    """The year in the address whose text is read; empty for the list of years. The address is written anew, since a
    link from a page to itself changes what the server reads, but not what the browser shows.
    """
    given = str(st.query_params.get("year", ""))
    year = given if given in years else ""
    st.query_params.from_dict({"year": year} if year else {})
    return year


def head(year: str) -> None:
    """The way back, and the briefing of one year as a whole."""
    frame.link("briefings/annual", "All years", ":material/arrow_back:")
    frame.title(f"Annual briefing {year}: read and edit")
    st.text(editing.PRINTED)
    downloads(f"/files/years/{int(year[:4])}", Kind.ANNUAL.endings, f"Annual briefing {int(year[:4])} as it is now")


def draw(years: tuple[str, ...]) -> None:
    """Each year that has audits with results."""
    frame.title("Annual briefing")
    st.text("What the audits of a year found together, from their shared findings, and what became of the year before.")
    if not years:
        st.info("No audit has come to its report yet.", icon=":material/calendar_month:")
    for year in years:
        with st.container(border=True, key=f"annual-{year.replace('/', '-')}"):
            st.header(year, anchor=False)
            beside.here(f"annual/{year}")
            downloads(f"/files/years/{int(year[:4])}", Kind.ANNUAL.endings, f"Annual briefing {int(year[:4])}")
            with st.container(horizontal=True, vertical_alignment="center"):
                frame.link("briefings/annual", f"Read and edit the text of {year}", ":material/edit:", year=year)
                st.button(f"Publish the briefing of {year}", key=f"publish-annual/{year}")
    beside.what_is_left()
