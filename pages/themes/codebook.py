"""The codebook: what each theme means, how it is used, and how it changes without losing what was counted."""

import streamlit as st

from maap.storage.db import reading
from maap.ui import frame
from maap.ui.themes import code_deeds, code_files
from maap.ui.themes import codebook as parts
from maap.views.codebook import code_sheet, codebook

actor = frame.actor()

# handle
parts.handle(actor)
code_deeds.handle(actor)
code_files.handle(actor)

# load
with reading() as session:
    book = codebook(session, actor)

# render
frame.title("Codebook")
st.text("The themes that findings are coded to. A theme that is renamed, merged or split keeps its years.")
parts.checks(book)
left, right = st.columns([5, 3], gap="medium")
with left:
    parts.listed(book)
    code_files.ways(book)
with right:
    chosen = parts.chosen(book)
    with reading() as session:
        sheet = code_sheet(session, actor, chosen) if chosen else None
    if sheet or book.may_change:
        st.header("This theme" if sheet else "Add a theme", anchor=False)
    parts.form(book, sheet)
    if sheet:
        code_deeds.findings(sheet)
        code_deeds.deeds(book, sheet)
        code_deeds.history(sheet)
