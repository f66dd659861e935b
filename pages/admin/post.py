"""Letters that went out, wait or were given up; and what the letters say that go out by themselves."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import catalogue, frame
from maap.ui import post as parts
from maap.usecases.post import change_text, try_again
from maap.views.post import outbox

actor, shown = frame.actor(), parts.state()

# handle
catalogue.undo("letter")
if form := catalogue.sent("letter"):
    with catalogue.saving(form, "The letter is saved."), work() as session:
        change_text(session, actor, form.one, form.typed(), form.revision)
with frame.refusals(end=False):
    if target := frame.pressed_one("letter-again"):
        with work() as session:
            try_again(session, actor, int(target))
        frame.done("The letter is tried again.")

# load
with reading() as session:
    page = outbox(session, actor, shown)

# render
frame.title("Post")
st.text("Letters never hold anything about a case. One that cannot be delivered is tried for two days.")
outgoing, words = st.tabs(["Letters", "What letters say"])
with outgoing:
    parts.standing(page)
    parts.letters(page, shown)
with words:
    parts.text_form(page.texts)
