"""Findings that fit no theme, in the groups that emerge among them: perhaps a theme is missing."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.themes import groups as parts
from maap.views.emerging import emerging

actor = frame.actor()

# handle
parts.handle(actor)

# load
with reading() as session:
    page = emerging(session, actor)

# render
frame.title("Findings without a theme")
st.text("Alike findings stand together. A group of them may show that a theme is missing from the codebook.")
frame.link("themes/codebook", "Codebook", ":material/menu_book:")
parts.groups(page)
