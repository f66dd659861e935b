"""How briefings were used: an agency's lead records it, those who keep the library see who did and who has not said."""

from datetime import date
from typing import Any

import streamlit as st

from maap.domain.fitting import fit
from maap.domain.people import Actor
from maap.domain.use_made import LABELS, WAYS, Use
from maap.storage.db import work
from maap.ui import frame, opened
from maap.ui.words import count, day, plain
from maap.usecases.use_made import record_use, take_back
from maap.views.use_made import Used, UseLine


def handle(actor: Actor) -> None:
    """Every deed of the page."""
    opened.given_up()
    if (target := frame.pressed_one("save-use")) is not None:
        form = _form(int(target))
        with opened.saving(form, "Recorded. Thank you."), work() as session:
            record_use(session, actor, int(target), _use(form))
    if (target := frame.pressed_one("take-back-use")) is not None:
        with frame.refusals(end=False):
            with work() as session:
                take_back(session, actor, int(target))
            frame.done("Taken back.")


def _form(edition_id: int) -> str:
    return f"use/{edition_id}"


def _use(form: str) -> Use:
    held: dict[str, Any] = opened.typed(form)
    given = {name: held.get(name) for name in ("how", "reached", "used_on")}
    return fit(Use, given | {name: held.get(name) or "" for name in ("text", "kept_because")}, LABELS)


def listed(rows: tuple[Used, ...], records: bool, today: date) -> None:
    """Every published briefing. ``records``: the reader records for an agency."""
    if not rows:
        st.info("No briefing is published yet. Its uses are recorded here.", icon=":material/campaign:")
    for row in rows:
        with st.container(border=True, key=f"cell-used-{row.edition_id}"):
            _one(row, records, today)


def _one(row: Used, records: bool, today: date) -> None:
    st.header(plain(row.title), anchor=False)
    out = f"Published on {day(row.published_on)}. " if row.published_on else ""
    people = f" {count(row.reached, 'person', 'people')} reached, as far as they were counted." if row.reached else ""
    st.text(f"{row.kind.words}, {row.year}. {out}{count(len(row.uses), 'use')} recorded.{people}")
    for use in row.uses:
        _use_line(use, records)
    if row.silent:
        st.caption(plain(f"Not said yet: {', '.join(row.silent)}."))
    if records:
        _record(row.edition_id, today)


def _use_line(use: UseLine, records: bool) -> None:
    with st.container(key=f"row-use-{use.use_id}", gap="xsmall"):
        reached = f" · {count(use.reached, 'person', 'people')}" if use.reached else ""
        st.text(f"{use.agency}: {use.how}, {day(use.used_on)}{reached}")
        if use.earlier:
            st.caption(f"Said of the edition of {day(use.earlier)}, which was replaced since.")
        if use.text:
            st.caption(plain(use.text))
        if records and use.mine:
            st.button("Take it back", key=f"take-back-use/{use.use_id}", type="tertiary")


def _record(edition_id: int, today: date) -> None:
    form = _form(edition_id)
    if frame.pressed(f"open-use/{edition_id}"):
        opened.open_with(form, {"how": WAYS[0], "reached": None, "used_on": today, "text": ""})
    if not opened.is_open(form):
        st.button("Record how you used it", key=f"open-use/{edition_id}", icon=":material/add:")
        return
    with st.container(horizontal=True):
        st.selectbox(LABELS["how"], WAYS, format_func=str.capitalize, key=f"{form}/how", persist_state="session")
        st.date_input(
            LABELS["used_on"], value=None, key=f"{form}/used_on", format="DD/MM/YYYY", persist_state="session"
        )
        st.number_input(
            "People reached (optional)",
            value=None,
            min_value=0,
            max_value=100_000,
            step=1,
            key=f"{form}/reached",
            persist_state="session",
        )
    st.text_area("What came of it? (optional)", key=f"{form}/text", max_chars=2000, height=100, persist_state="session")
    opened.refused(form)
    opened.buttons(form, f"save-use/{edition_id}", "Record it")
