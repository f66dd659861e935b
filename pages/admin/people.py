"""People are added, given roles and an agency, invited by a one-time link, and let go."""

import streamlit as st

from maap.domain.one_time_links import OneTimeLink
from maap.storage.db import reading, work
from maap.ui import catalogue, frame
from maap.ui import people as parts
from maap.usecases import second_factor, signin
from maap.usecases.people import (
    add_person,
    change_person,
    deactivate,
    drafted,
    may_be_sent_a_link,
    may_be_sent_a_sign_in,
    reactivate,
)
from maap.views.people import agency_names, link_letter, people

actor = frame.actor()
link: tuple[int, OneTimeLink] | None = None

# handle
catalogue.undo("person")
if form := catalogue.sent("person"):
    with catalogue.saving(form, "Saved."):
        typed = form.typed()
        draft = drafted({**typed, "agency_id": typed["agency_id"] or None})
        with work() as session:
            if form.is_new:
                catalogue.choose("person", add_person(session, actor, draft).id)
            else:
                change_person(session, actor, form.id, draft, form.revision)
with frame.refusals(end=False):
    if target := frame.pressed_one("person-link"):
        with work() as session:
            purpose, ends = may_be_sent_a_link(session, actor, int(target))
            token = signin.make_link(session, int(target), purpose, ends)
        link = (int(target), OneTimeLink(purpose, f"{parts.origin()}/join/{token}", ends))
    if target := frame.pressed_one("person-signin"):
        with work() as session:
            purpose, ends = may_be_sent_a_sign_in(session, actor, int(target))
            token = signin.make_link(session, int(target), purpose, ends)
        link = (int(target), OneTimeLink(purpose, f"{parts.origin()}/join/{token}", ends))
    if target := frame.pressed_one("person-out"):
        with work() as session:
            signin.end_for(session, actor, int(target))
        frame.done("They are signed out everywhere.")
    if target := frame.pressed_one("person-factor"):
        with work() as session:
            second_factor.remove_for(session, actor, int(target))
        frame.done("Their second factor is removed.")
    if target := frame.pressed_one("person-leaves"):
        with work() as session:
            deactivate(session, actor, int(target), frame.fields("person-seen")[target])
        frame.done("They have left.")
    if target := frame.pressed_one("person-back"):
        with work() as session:
            reactivate(session, actor, int(target), frame.fields("person-seen")[target])
        frame.done("They are back. Make an invitation link for them.")

# load
with reading() as session:
    everybody, agencies = people(session, actor), agency_names(session, actor)
    letter = link_letter(session, actor, *link) if link else None

# render
frame.title("People")
fitting = parts.found(everybody)
left, right = st.columns([3, 2], gap="large")
with left:
    parts.listed(fitting)
    parts.roles_explained()
with right:
    by_id = {one.id: one for one in everybody}
    names = {one.id: f"{one.name} ({one.email})" for one in everybody}
    chosen = catalogue.chosen("person", names, "Person to change", "Choose from the list, or type a name")
    person = by_id.get(chosen or 0)
    st.header("Change this person" if person else "Add a person", anchor=False)
    if person and not person.active:
        parts.leaving(person)
    parts.form(person, agencies)
    if person:
        parts.seen(person)
    if person and person.active:
        parts.coming_in(person)
        if link and letter and link[0] == person.id:
            parts.link(letter, link[1].address)
        parts.losses(person)
        parts.leaving(person)
