"""How long what is kept: the rules, holds, what would go, and certificates of what went."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import catalogue, frame
from maap.ui import retention as parts
from maap.usecases.retention import change_rules, hold, lift, remove_words
from maap.views.retention import retention

actor = frame.actor()

# handle
catalogue.undo("retention")
if form := catalogue.sent("retention"):
    with catalogue.saving(form, "The rules are saved."), work() as session:
        change_rules(session, actor, form.typed(), form.revision)
with frame.refusals(end=False):
    if target := frame.pressed_one("hold-place"):
        with work() as session:
            hold(session, actor, int(target), parts.why(target))
        frame.done("The audit is on hold.")
    if target := frame.pressed_one("hold-lift"):
        with work() as session:
            lift(session, actor, int(target))
        frame.done("The hold is lifted.")
    if target := frame.pressed_one("words-remove"):
        with work() as session:
            remove_words(session, actor, int(target))
        frame.done("The words are removed. The certificate is below.")

# load
with reading() as session:
    page = retention(session, actor)

# render
frame.title("Retention")
parts.explained()
left, right = st.columns([3, 2], gap="large")
with left:
    st.header("Closed audits", anchor=False)
    parts.audits(page.audits)
with right:
    st.header("Rules", anchor=False)
    parts.rules_form(page)
st.header("Certificates of removal", anchor=False)
parts.certificates(page.certificates)
