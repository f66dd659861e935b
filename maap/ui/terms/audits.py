"""The list of audits on the screen, and the forms that start one."""

from collections.abc import Sequence
from itertools import groupby
from typing import TypedDict

import streamlit as st

from maap.domain.problems import Problem
from maap.domain.starting import LONGEST_TITLE
from maap.domain.terms import STEPS
from maap.domain.terms.choices import AUDIENCES
from maap.ui import frame
from maap.views.terms import AuditRow

START, AGAIN = "audit-start", "audit-again"


class Again(TypedDict):
    """A re-audit as it was chosen: of which audit, what to carry, and in which year."""

    earlier_id: int
    keep: frozenset[str]
    year: str


def draw(rows: Sequence[AuditRow]) -> None:
    """Audits by year, the newest first: what each is about, where it stands and what comes next."""
    if not rows:
        st.text(
            "There is no audit here yet. An audit is listed once it is started or your agency is asked to take part."
        )
    for year, audits in groupby(rows, key=lambda row: row.year):
        st.header(year)
        for row in audits:
            with st.container(border=True):
                with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                    frame.link("audits/overview", f"{row.reference}  {row.title}", audit=row.id)
                    st.badge(row.stage.capitalize(), color="primary")
                st.text(row.what)


def start(years: Sequence[str], first: bool) -> None:
    """The form that starts an audit. ``first``: there is none yet, so it stands open."""
    tried = frame.pressed(f"{START}-do")
    with st.expander("Start an audit", tried or first, icon=":material/add:"), st.form(f"{START}-form", border=False):
        st.text_input("Title, for example: Neglect in the early years", key=f"{START}/title", max_chars=LONGEST_TITLE)
        _year(START, years)
        st.radio(
            "Who the audit is about",
            list(AUDIENCES),
            format_func=AUDIENCES.__getitem__,
            key=f"{START}/audience",
            horizontal=True,
        )
        st.form_submit_button("Start the audit", key=f"{START}-do", type="primary")


def start_again(rows: Sequence[AuditRow], years: Sequence[str]) -> None:
    """The form that starts a re-audit: which audit, and which parts of its terms to carry."""
    if not rows:
        return
    named = {row.id: f"{row.reference}  {row.title}" for row in rows}
    tried = frame.pressed(f"{AGAIN}-do")
    with st.expander("Start a re-audit", tried, icon=":material/replay:"), st.form(f"{AGAIN}-form", border=False):
        st.selectbox(
            "Which audit do you look at again?",
            list(named),
            index=None,
            format_func=lambda one: named.get(one, ""),
            key=f"{AGAIN}/earlier_id",
            placeholder="Choose an audit",
        )
        _year(AGAIN, years)
        st.text("Which parts of its terms do you carry over? You can change them afterwards.")
        for step in STEPS[:-1]:
            st.checkbox(step.title, value=True, key=f"{AGAIN}-keep/{step.key}")
        st.caption("Dates, signatures and the seed of the draw are never carried.")
        st.form_submit_button("Start the re-audit", key=f"{AGAIN}-do", type="primary")


def again() -> Again:
    """What was chosen for a re-audit. Raises Problem when no audit was."""
    chosen = frame.fields(AGAIN)
    if chosen["earlier_id"] is None:
        raise Problem("Choose the audit that you look at again.")
    keep = frozenset(key for key, kept in frame.fields(f"{AGAIN}-keep").items() if kept)
    return Again(earlier_id=chosen["earlier_id"], keep=keep, year=chosen["year"])


def _year(prefix: str, years: Sequence[str]) -> None:
    st.selectbox("Audit year", list(years), key=f"{prefix}/year", width=240)
