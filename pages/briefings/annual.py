"""The briefing of a year across its audits: read, edited, and published."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import annual, editing, frame
from maap.views.documents import years

actor = frame.actor()

# load the years
with reading() as session:
    page = years(session, actor)
year = annual.chosen(page)

# load and render: the text of one year
if year:
    document = editing.of_year(actor, year)
    editing.handle(document)
    with reading() as session:
        text = document.load(session)
    annual.head(year)
    editing.draw(document, text)
    st.stop()

# handle
annual.handle(actor)

# render
annual.draw(page)
