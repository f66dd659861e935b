"""The timetable on the screen: each date is saved as it is chosen, and those after it follow in front of one's eyes."""

from collections.abc import Set as AbstractSet
from datetime import date

import streamlit as st

from maap.domain.problems import Problem
from maap.domain.terms import label_of
from maap.domain.timetable import Milestone, ends
from maap.ui.terms.shown import DATES, Shown
from maap.ui.words import day, plain


def draw(shown: Shown, holidays: AbstractSet[date], refused: str) -> None:
    """A line for each milestone, and a way to make them all anew. ``refused``: why the last date was not kept."""
    st.subheader(label_of("timetable"))
    st.text("A date is saved as soon as you choose it. The dates after it move by as many working days.")
    if refused:
        st.error(plain(refused), icon=":material/error:")
    for milestone in shown.terms.timetable:
        _line(shown, milestone, holidays)
    if not shown.terms.timetable:
        _make(shown, "Make the timetable")
    else:
        with st.expander("Make the whole timetable again", expanded=bool(refused)):
            _make(shown, "Make it again")


def _line(shown: Shown, milestone: Milestone, holidays: AbstractSet[date]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", key=f"milestone-{milestone.key}"):
        with st.container(gap="xxsmall", width=360):
            st.text(milestone.name)
            st.date_input(
                milestone.name,
                key=shown.fill(DATES + milestone.key, milestone.on),
                value=None,
                format="DD/MM/YYYY",
                label_visibility="collapsed",
            )
        until = f" to {day(ends(milestone, holidays))}" if milestone.lasts else ""
        st.text(f"{milestone.on:%A}{until}{' · ' if milestone.who else ''}{milestone.who}", width="stretch")


def _make(shown: Shown, label: str) -> None:
    st.text("All dates are worked out from the partnership's template, starting with the day the terms are signed off.")
    with st.form(shown.button("template"), border=False):
        st.date_input(
            "Day the terms are signed off", key=shown.key("signed"), value=None, format="DD/MM/YYYY", width=240
        )
        st.form_submit_button(label, key=shown.button("plan"))


def touched(shown: Shown) -> bool:
    """Whether a date was changed."""
    return _changed(shown) is not None


def moved(shown: Shown) -> tuple[str, date]:
    """The milestone whose date was changed, and to when. Raises Problem when its date was taken out."""
    milestone = _changed(shown)
    chosen = shown.held(DATES + milestone.key, None) if milestone else None
    if milestone is None or chosen is None:
        named = f" for “{milestone.name}”" if milestone else ""
        raise Problem(f"Give a date{named}. Every step of the timetable needs one.")
    return milestone.key, chosen


def _changed(shown: Shown) -> Milestone | None:
    """The first milestone that holds another date than it was drawn with."""
    return next((one for one in shown.terms.timetable if shown.held(DATES + one.key, one.on) != one.on), None)


def signed_off(shown: Shown) -> date:
    """The day from which the timetable is to be made. Raises Problem when none was given."""
    chosen = shown.held("signed", None)
    if not isinstance(chosen, date):
        raise Problem("Give the day the terms are signed off; the other dates follow from it.")
    return chosen
