"""Organisations through which people sign in: where their sign-in is, and which roles its groups give."""

import streamlit as st

from maap.storage.db import reading, work
from maap.ui import catalogue, frame
from maap.ui import providers as parts
from maap.usecases import second_factor
from maap.usecases.identity import add_provider, change_provider, drafted, switch_provider
from maap.views.identity import factor_rule, providers
from maap.views.people import agency_names_by_key

actor = frame.actor()

# handle
catalogue.undo("provider")
if form := catalogue.sent("provider"):
    with catalogue.saving(form, "Saved."):
        draft = drafted(parts.as_typed(form.typed()))
        with work() as session:
            if form.is_new:
                catalogue.choose("provider", add_provider(session, actor, draft))
            else:
                change_provider(session, actor, form.id, draft, form.revision)
with frame.refusals(end=False):
    for key, active in (("provider-away", False), ("provider-back", True)):
        if target := frame.pressed_one(key):
            with work() as session:
                switch_provider(session, actor, int(target), active, frame.fields("provider-seen")[target])
            frame.done("Done.")
    if frame.pressed("factor-roles-save"):
        with work() as session:
            second_factor.ask_of(session, actor, parts.chosen_roles())
        frame.done("Saved.")

# load
with reading() as session:
    rows, agencies = providers(session, actor), agency_names_by_key(session, actor)
    rule = factor_rule(session, actor)

# render
frame.title("Ways to sign in")
st.text(
    "People can sign in with a password of their own, or with their organisation’s sign-in. Only people who were "
    "invited come in, whichever way they choose."
)
left, right = st.columns([3, 4], gap="large")
with left:
    parts.listed(rows)
    parts.addresses()
    parts.factors(rule)
with right:
    names = {row.id: row.name for row in rows}
    chosen = catalogue.chosen("provider", names, "Organisation to change", "Choose from the list, or type a name")
    row = next((row for row in rows if row.id == chosen), None)
    st.header("Change this way to sign in" if row else "Add an organisation’s sign-in", anchor=False)
    parts.form(row, agencies)
    if row:
        parts.switch(row)
