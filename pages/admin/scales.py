"""Grading scales, and the template that every audit's timetable is made from."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import catalogue, choices, frame
from maap.usecases.partnership import add_scale, change_scale, change_timetable
from maap.views.partnership import scales, template

actor = frame.actor()

# handle
catalogue.undo("scale")
catalogue.undo("timetable")
if form := catalogue.sent("scale"):
    with catalogue.saving(form, "The scale is saved."), work() as session:
        if form.is_new:
            catalogue.choose("scale", add_scale(session, actor, form.typed()))
        else:
            change_scale(session, actor, form.id, form.typed(), form.revision)
if form := catalogue.sent("timetable"):
    with catalogue.saving(form, "The timetable is saved."), work() as session:
        change_timetable(session, actor, form.typed()["steps"], form.revision)

# load
with reading() as session:
    rows, timetable = scales(session, actor), template(session, actor)

# render
frame.title("Scales and timetable")
st.text("New audits begin with these. An audit in fieldwork keeps the scale with which it was opened.")
of_scales, of_steps = st.tabs(["Grading scales", "Timetable of new audits"])
with of_scales:
    names = {row.id: row.scale.name + ("" if row.active else " (not in use)") for row in rows}
    chosen = catalogue.chosen("scale", names, "Scale to change", "Choose a scale, or add one below")
    scale = next((row for row in rows if row.id == chosen), None)
    st.header("Change this scale" if scale else "Add a scale", anchor=False)
    choices.scale_form(scale, next(iter(rows), None))
with of_steps:
    st.text(
        "Weeks are counted from the day the terms are signed off; working days come on top. Steps are put in the "
        "order of their dates when you save."
    )
    choices.timetable_form(timetable)
