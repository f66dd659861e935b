"""Themes that findings are coded to, in their groups."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import catalogue, choices, frame
from maap.usecases.partnership import add_group, add_theme, change_group, change_theme
from maap.views.partnership import codebook

actor = frame.actor()

# handle
catalogue.undo("theme")
catalogue.undo("group")
if form := catalogue.sent("theme"):
    with catalogue.saving(form, "The theme is saved."), work() as session:
        if form.is_new:
            catalogue.choose("theme", add_theme(session, actor, form.typed()))
        else:
            change_theme(session, actor, form.id, form.typed(), form.revision)
if form := catalogue.sent("group"):
    with catalogue.saving(form, "The group is saved."), work() as session:
        if form.is_new:
            catalogue.choose("group", add_group(session, actor, form.typed()))
        else:
            change_group(session, actor, form.id, form.typed(), form.revision)

# load
with reading() as session:
    book = codebook(session, actor)

# render
frame.title("Themes")
st.text("Findings are coded to these, as strengths or as areas for development. A renamed theme keeps its years.")
fitting = choices.found(book)
left, right = st.columns([3, 2], gap="large")
with left:
    choices.themes(book, fitting)
    with st.expander("Groups of themes"):
        names = {group.id: group.name for group in book.groups}
        chosen = catalogue.chosen("group", names, "Group to rename", "Choose a group, or add one below")
        choices.group_form(next((group for group in book.groups if group.id == chosen), None))
with right:
    names = {row.id: row.name for row in book.themes}
    chosen = catalogue.chosen("theme", names, "Theme to change", "Choose from the list, or type a name")
    theme = next((row for row in book.themes if row.id == chosen), None)
    st.header("Change this theme" if theme else "Add a theme", anchor=False)
    choices.theme_form(theme, book)
