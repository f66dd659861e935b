"""Commendations on the screen: written and sent by the team, read by the lead of the agency they praise."""

from textwrap import shorten

import streamlit as st

from maap.domain.commendations import LONGEST_TEAM, LONGEST_TEXT, NewCommendation
from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import frame, opened
from maap.ui.actions.parts import BACK
from maap.ui.words import day, plain
from maap.usecases.commendations import change_commendation, commend, read, remove_commendation, send
from maap.views.commendations import CommendationLine, Commendations

NEW = "new"


def handle(actor: Actor, audit_id: int) -> None:
    """Every deed of the page."""
    opened.given_up()
    if (target := frame.pressed_one("save-commendation")) is not None:
        _save(actor, audit_id, target)
    for button, use_case, done in (
        ("send-commendation", send, "The commendation is sent."),
        ("remove-commendation", remove_commendation, "The commendation is taken out."),
        ("read-commendation", read, "Thank you. The partnership sees that it was read."),
    ):
        if (target := frame.pressed_one(button)) is not None:
            with frame.refusals(end=False):
                with work() as session:
                    use_case(session, actor, audit_id, int(target))
                frame.done(done)


def _form(target: str) -> str:
    return f"commendation-form/{target}"


def _save(actor: Actor, audit_id: int, target: str) -> None:
    form = _form(target)
    held = opened.typed(form)
    given = NewCommendation(
        agency_id=int(held.get("agency") or 0),
        team=opened.words(form, "team"),
        text=opened.words(form, "text"),
        finding_id=held.get("finding"),
        kept_because=opened.words(form, "kept_because"),
    )
    with opened.saving(form, "The commendation is written. Send it when it is right."), work() as session:
        if target == NEW:
            commend(session, actor, audit_id, given)
        else:
            change_commendation(session, actor, audit_id, int(target), given, opened.seen(form))


def head(page: Commendations) -> None:
    """The audit's menu, the way back, and the title."""
    frame.audit_head(page.head, "Commendations", back=BACK)


def listed(page: Commendations) -> None:
    """Every commendation that the reader may read."""
    if page.own and not page.rows:
        st.info("No commendation was sent to your agency in this audit yet.", icon=":material/thumb_up:")
    elif not page.rows:
        st.text("Praise what works: to the agency and the team whose practice it was, never to a person by name.")
    for line in page.rows:
        with st.container(border=True, key=f"cell-commendation-{line.commendation_id}"):
            if opened.is_open(_form(str(line.commendation_id))) or frame.pressed(
                f"change-commendation/{line.commendation_id}"
            ):
                _changing(page, line)
            else:
                _one(page, line)


def _one(page: Commendations, line: CommendationLine) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(plain(f"{line.agency}{', ' + line.team if line.team else ''}"), anchor=False, width="content")
        _standing(line)
    st.text(line.text)
    if line.finding:
        st.caption("The strength it rests on")
        st.text(line.finding)
    key = line.commendation_id
    if page.own and line.read_at is None:
        st.button("We have read it", key=f"read-commendation/{key}", type="primary")
    if page.may_write and line.sent_at is None:
        with st.container(horizontal=True):
            st.button("Send it to the agency", key=f"send-commendation/{key}", icon=":material/send:", type="primary")
            st.button("Change it", key=f"change-commendation/{key}", type="tertiary")
            st.button("Take it out", key=f"remove-commendation/{key}", type="tertiary")


def _standing(line: CommendationLine) -> None:
    if line.sent_at is None:
        st.badge("Not sent yet", color="gray", icon=":material/edit:")
    elif line.read_at is None:
        st.badge(f"Sent on {day(line.sent_at)}", color="blue", icon=":material/send:")
    else:
        st.badge(f"Read on {day(line.read_at)}", color="green", icon=":material/done_all:")


def _changing(page: Commendations, line: CommendationLine) -> None:
    form = _form(str(line.commendation_id))
    if not opened.is_open(form):
        stored = {"agency": line.agency_id, "team": line.team, "text": line.text, "finding": line.finding_id}
        opened.open_with(form, stored, line.revision)
    _fields(page, form, str(line.commendation_id), True, line.revision)


def new(page: Commendations) -> None:
    """The way to write one; with none yet, its form stands open."""
    if not page.may_write:
        return
    form = _form(NEW)
    if frame.pressed("new-commendation") or (not page.rows and not opened.is_open(form)):
        opened.open_with(form, {"agency": None, "team": "", "text": "", "finding": None})
    if opened.is_open(form):
        with st.container(border=True, key="cell-new-commendation"):
            st.header("Write a commendation", anchor=False)
            _fields(page, form, NEW, bool(page.rows))
    else:
        st.button("Write another commendation", key="new-commendation", icon=":material/add:")


def _fields(page: Commendations, form: str, target: str, cancel: bool, revision: int = 0) -> None:
    with st.container(horizontal=True):
        st.selectbox(
            "Agency",
            list(page.agencies),
            format_func=lambda key: page.agencies.get(key, ""),
            index=None,
            key=f"{form}/agency",
            placeholder="Choose an agency",
            persist_state="session",
        )
        st.text_input(
            "Team (optional)",
            key=f"{form}/team",
            max_chars=LONGEST_TEAM,
            placeholder="For example: Health visitors in the north",
            persist_state="session",
        )
    if page.strengths:
        st.selectbox(
            "The strength it rests on (optional)",
            list(page.strengths),
            format_func=lambda key: shorten(page.strengths.get(key, ""), 110, placeholder="…"),
            index=None,
            key=f"{form}/finding",
            placeholder="None",
            persist_state="session",
        )
    st.text_area(
        "What was done well, and what difference did it make?",
        key=f"{form}/text",
        max_chars=LONGEST_TEXT,
        height=120,
        help="Praise the practice and the team. Name no person, and nothing that points to one child or adult.",
        persist_state="session",
    )
    opened.refused(form, revision)
    opened.buttons(form, f"save-commendation/{target}", "Save the commendation", cancel)
