"""Immediate concerns: the button beside every case, whom to telephone, and what is recorded of it."""

import re
from collections.abc import Callable
from datetime import datetime

import streamlit as st

from maap.domain.concerns import NewConcern, ToldBy, ToldWhom
from maap.domain.people import LONDON, Actor, Permission
from maap.domain.problems import Problem
from maap.storage.db import reading, work
from maap.ui import frame
from maap.ui.words import count, lately, moment, plain
from maap.usecases.concerns import raise_concern
from maap.views.concerns import Contact, Route, route

May = Callable[[Permission], bool]
_TELEPHONE, _RECORD, _DONE = "telephone", "record", "done"
_DIALLED = re.compile(r"[+]?[\d ()-]{3,24}")
_JUST_NOW, _EARLIER = "Just now", "Earlier"


def button(
    actor: Actor,
    audit_id: int,
    may: May,
    case_id: int | None = None,
    said_yes: bool = False,
    shortcut: str | None = None,
) -> None:
    """The way to the safeguarding route, for a page on which somebody reads a case or answers about it.

    It does everything itself: one call draws it, and records what was done. ``said_yes``: the return says that
    somebody may be at risk now.
    """
    if not may(Permission.RAISE_CONCERN):
        return
    key = f"concern/{audit_id}/{case_id or 0}"
    _handle(actor, audit_id, case_id, key)
    with reading() as session:
        found = route(session, actor, audit_id, case_id)
    with st.container(border=True, key="urgent"):
        at = st.session_state.get(f"{key}/at", "")
        if at == _TELEPHONE:
            _telephone(found, key)
        elif at == _RECORD:
            _record(actor, key)
        elif at == _DONE:
            _recorded(found, key, audit_id)
        else:
            _closed(actor, found, key, said_yes, shortcut)


def _handle(actor: Actor, audit_id: int, case_id: int | None, key: str) -> None:
    """The steps are three: telephone, record, done. Each can be left."""
    for step, at in (("open", _TELEPHONE), ("told", _RECORD), ("back", _TELEPHONE), ("close", "")):
        if frame.pressed(f"{key}/{step}"):
            st.session_state[f"{key}/at"] = at
    if not frame.pressed(f"{key}/save"):
        return
    typed = frame.fields(key)
    try:
        given = NewConcern(
            told_at=_when(actor, typed), told_whom=_whom(typed), told_by=typed.get("by") or ToldBy.SELF, case_id=case_id
        )
        with work() as session:
            raise_concern(session, actor, audit_id, given)
    except Problem as problem:
        st.session_state[f"{key}/refusal"] = str(problem)
    else:
        st.session_state[f"{key}/at"] = _DONE


def _whom(typed: dict[str, object]) -> ToldWhom:
    if not isinstance(whom := typed.get("whom"), ToldWhom):
        raise Problem("Choose whom was told.")
    return whom


def _when(actor: Actor, typed: dict[str, object]) -> datetime:
    if typed.get("when") != _EARLIER:
        return actor.now.replace(second=0, microsecond=0)
    on, at = typed.get("day"), typed.get("time")
    if on is None or at is None:
        raise Problem("Give the day and the time at which somebody was told.")
    return datetime.combine(on, at, LONDON)  # type: ignore[arg-type]


def _closed(actor: Actor, found: Route, key: str, said_yes: bool, shortcut: str | None) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if found.contacts:
            first = found.contacts[0]
            st.markdown(
                f":material/call: **Somebody at risk now? Telephone first:** {plain(f'{first.name} {first.phone}')}"
            )
        else:
            st.markdown(":material/call: **Somebody at risk now? Telephone first.**")
        label = "A child or adult may be at risk now"
        st.button(label, key=f"{key}/open", icon=":material/emergency_home:", shortcut=shortcut)
    if found.recorded:
        said = f"You recorded a concern about this, {lately(found.recorded[0], actor.today)}."
        st.caption(said if len(found.recorded) == 1 else f"{said} {count(len(found.recorded), 'concern')} in all.")
    elif said_yes:
        st.markdown(
            ":red[:material/error:] **This return says that somebody may be at risk now.** When you have telephoned, "
            "press the button and record it, so that the coordinator and the chair know."
        )


def _heading(words: str) -> None:
    with st.container(key="arrival-concern"):
        st.header(words, anchor=False)


def _telephone(found: Route, key: str) -> None:
    _heading("Telephone now, before you do anything here")
    st.markdown("**Is somebody in danger at this moment? Ring 999.**")
    for contact in found.contacts:
        _contact(contact)
    if not found.contacts:
        st.text("This audit names no telephone number. Use the safeguarding procedure of your agency.")
    st.text("Tell them what you have seen. Do not write it here: nobody would read it in time.")
    with st.container(horizontal=True):
        st.button("They have been told. Record it", key=f"{key}/told", type="primary")
        st.button("Close", key=f"{key}/close", type="tertiary")


def _contact(contact: Contact) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        if _DIALLED.fullmatch(contact.phone.strip()):
            digits = re.sub(r"[^\d+]", "", contact.phone)
            shown = re.sub(r"[^\d +()-]", "", contact.phone)
            st.html(f'<a class="house-button" href="tel:{digits}">Call {shown}</a>', width="content")
        else:
            st.markdown(f"**{plain(contact.phone)}**", width="content")
        st.text(f"{contact.name}{', ' + contact.when if contact.when else ''}")


def _record(actor: Actor, key: str) -> None:
    _heading("Record that they were told")
    st.text("Only this is kept: when, which team, and by which role. No names, and nothing of what happened.")
    if refusal := st.session_state.pop(f"{key}/refusal", None):
        st.error(plain(refusal), icon=":material/error:")
    left, right = st.columns(2)
    with left:
        st.selectbox("Who was told?", list(ToldWhom), index=None, format_func=_first_up, key=f"{key}/whom")
        st.selectbox("Who told them?", list(ToldBy), format_func=_caller, key=f"{key}/by")
    with right:
        st.radio("When?", [_JUST_NOW, _EARLIER], horizontal=True, key=f"{key}/when")
        if st.session_state.get(f"{key}/when") == _EARLIER:
            there = actor.now.astimezone(LONDON)
            st.date_input("Day", there.date(), max_value=there.date(), format="DD/MM/YYYY", key=f"{key}/day")
            st.time_input("Time", there.time().replace(second=0, microsecond=0), step=60, key=f"{key}/time")
    with st.container(horizontal=True):
        st.button("Record it", key=f"{key}/save", type="primary")
        st.button("Back to the telephone numbers", key=f"{key}/back", type="tertiary")


def _first_up(one: str) -> str:
    return str(one)[0].upper() + str(one)[1:]


def _caller(one: ToldBy) -> str:
    return {
        ToldBy.SELF: "I did",
        ToldBy.MANAGER: "My manager",
        ToldBy.AGENCY_LEAD: "The safeguarding lead of my agency",
        ToldBy.COLLEAGUE: "A colleague on the panel or in the partnership's team",
    }[one]


def _recorded(found: Route, key: str, audit_id: int) -> None:
    _heading("It is recorded. Thank you")
    st.text(f"Recorded on {moment(found.recorded[0]) if found.recorded else ''}.")
    within = f"within {count(found.within, 'hour')}" if found.within else "within one working hour"
    st.text(f"The coordinator and the chair have been told that it happened. They acknowledge it {within}.")
    st.text("If nobody from the safeguarding team comes back to you, telephone again.")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Close", key=f"{key}/close", type="primary")
        frame.link("lanes/concerns", "See whether it is acknowledged", ":material/visibility:", audit=audit_id)
