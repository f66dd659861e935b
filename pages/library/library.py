"""Earlier briefings and published documents in one place, found by their words, theme and year."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame, library
from maap.views.library import item
from maap.views.library import library as library_of

actor = frame.actor()

# handle
library.handle(actor)
asked, one = library.wanted(), library.item_id()

# load
with reading() as session:
    whole = item(session, actor, one) if one is not None else None
    page = library_of(session, actor, asked)

# render
if whole is not None:
    library.whole(whole)
    st.stop()
frame.title("Library")
with st.container(horizontal=True):
    if page.may_keep:
        frame.link("library/earlier", "Results of earlier years", ":material/table_chart:")
    if page.may_keep or page.may_record:
        frame.link("library/uses", "How briefings were used", ":material/campaign:")
library.search(page, asked)
library.way_in(page, actor.today)
library.listed(page, asked)
