"""The parts that every list of actions shares: how far one is, when it is due, and the way to it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Literal

import streamlit as st

from maap.domain.actions import DIRECTIONS, IN_WORDS, IS_DONE, Status
from maap.domain.sentences import counted
from maap.ui import frame
from maap.ui.words import day, plain
from maap.views.action_lines import ActionLine, days_late

BACK = ("actions/plan", "All actions of this audit")
"""The way back from whatever belongs to the plan."""
Colour = Literal["red", "orange", "blue", "green", "gray"]
_LOOKS: Mapping[Status, tuple[Colour, str]] = MappingProxyType(
    {
        Status.NOT_STARTED: ("gray", ":material/radio_button_unchecked:"),
        Status.ON_TRACK: ("blue", ":material/trending_up:"),
        Status.AT_RISK: ("orange", ":material/warning:"),
        Status.DONE: ("blue", ":material/check:"),
        Status.DONE_WITH_IMPACT: ("green", ":material/check_circle:"),
        Status.CLOSED_WITHOUT: ("gray", ":material/block:"),
    }
)


def badges(line: ActionLine, today: date) -> None:
    """How far the action is, and what needs somebody. Once it is late, what was reported before stands as reported."""
    colour, icon = _LOOKS[line.status]
    said = IN_WORDS[line.status]
    if line.overdue:
        st.badge(f"{counted(days_late(line, today), 'day')} overdue", color="red", icon=":material/schedule:")
        st.badge(f"Last reported: {said[0].lower()}{said[1:]}", color="gray", icon=icon)
    else:
        st.badge(said, color=colour, icon=icon)
    if line.waiting:
        st.badge("Waiting to be confirmed", color="orange", icon=":material/hourglass_empty:")


def facts(line: ActionLine) -> str:
    """Who leads, which role owns it, and when it is due."""
    return f"{line.agency} · {line.owner_role} · due {day(line.due)}"


def outcome(line: ActionLine) -> str:
    """What became of practice, and whether something is left to do: two facts in one line. Empty while it is open."""
    if line.status not in IS_DONE:
        return ""
    left = "Something is left to do." if line.still_open else "Nothing is left to do."
    return f"{DIRECTIONS[line.direction]}. {left}"


def card(line: ActionLine, today: date, above: str = "") -> None:
    """An action in a list, with the way to it. ``above``: what stands over it, such as its audit."""
    with st.container(border=True, key=f"row-action-{line.action_id}", gap="small"):
        if above:
            st.caption(plain(above))
        with st.container(horizontal=True, vertical_alignment="center"):
            link(line)
            badges(line, today)
        st.text(line.text)
        st.caption(plain(" · ".join(part for part in (facts(line), outcome(line)) if part)))


def link(line: ActionLine) -> None:
    """The way to the action."""
    frame.link(
        "actions/action",
        f"Action {line.number}",
        ":material/arrow_forward:",
        audit=line.audit_id,
        action=line.action_id,
    )
