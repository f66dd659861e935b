"""A newer version of an open audit's questionnaire: the coordinator gives it, and an agency upgrades a draft return."""

from collections.abc import Sequence

import streamlit as st

from maap.domain.form_difference import Change
from maap.domain.moving import Moving
from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import beside, frame
from maap.ui.designer.check import differences
from maap.ui.words import count, plain
from maap.usecases.versions import give_newer_version
from maap.views.returns import Sheet
from maap.views.versions import Newer, Upgrade, Versions

_MANY = 8
"""Lines that are shown without being asked for."""


def handle(actor: Actor, audit_id: int) -> None:
    """Give the audit the version that was read."""
    if (seen := frame.pressed_one("newer-version")) is not None:
        done = "The audit has the newer version. Agencies upgrade their draft returns."
        with beside.deed("newer-version", done), work() as session:
            give_newer_version(session, actor, audit_id, seen)


def offer(found: Versions | None) -> None:
    """What was published since the fieldwork opened, and who still answers on the version before."""
    if found is None or not (found.newer or found.behind):
        return
    with st.container(border=True, key="newer-version-box"):
        if found.newer:
            _newer(found.version, found.newer)
        beside.here("newer-version")
        if found.behind:
            who = ", ".join(f"{agency} {n}" for agency, n in found.behind)
            st.text(
                f"Draft returns on an earlier version of the questionnaire: {who}. "
                "Their agencies move them to the newer one."
            )


def _newer(now: int, newer: Newer) -> None:
    st.subheader("The questionnaire has a newer version", anchor=False)
    if newer.in_the_way:
        st.text(f"This audit keeps version {now}. {newer.in_the_way}")
        return
    st.text(
        f"This audit asks version {now}; {_named(now, newer.version)} was published since. Returns that nobody has "
        "begun would take it at once. For each draft return its agency sees what moves and upgrades it, or finishes "
        "it as it is. Returns that are in stay as they are."
    )
    differences(newer.changes, now)
    label = f"Give this audit {_named(now, newer.version)}"
    st.button(label, key=f"newer-version/{newer.digest}", icon=":material/upgrade:")


def _named(before: int, after: int) -> str:
    """The newer version by its number; a module has none of its own in the whole."""
    return f"version {after}" if after != before else "a newer version of a module"


def way(sheet: Sheet) -> None:
    """The way to the upgrade, on the page of a return that can be upgraded."""
    if sheet.behind:
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="upgrade-way"):
            st.markdown(":material/upgrade: **There is a newer version of this questionnaire.**")
            frame.link("fieldwork/upgrade", "Upgrade this draft return", None, **{"return": sheet.return_id})


def moves(found: Upgrade) -> None:
    """What moves, before it is done: what is kept, what no longer fits, and what is to be answered."""
    plan = found.moving
    st.text(
        f"You answer version {found.before}. The audit now asks {_named(found.before, found.version)}. "
        "Nothing changes until you press the button below."
    )
    st.header("What moves", anchor=False)
    st.markdown(f":material/check_circle: **{count(len(plan.kept), 'answer')} kept**")
    _unfit(plan)
    _asked(plan)
    _all(found.changes, found.before)


def _unfit(plan: Moving) -> None:
    if not plan.unfit:
        st.markdown(":material/check_circle: **Every answer still fits**")
        return
    n = len(plan.unfit)
    st.markdown(f":material/remove_circle: **{count(n, 'answer')} no longer {'fits' if n == 1 else 'fit'}**")
    whose = "It leaves" if n == 1 else "They leave"
    st.caption(f"{whose} the return and {'stays' if n == 1 else 'stay'} in its history. Copy what you still need.")
    for one in plan.unfit:
        with st.container(border=True, key=f"unfit-{one.question_id}"):
            st.markdown(f"**{plain(one.label)}**")
            if one.answer:
                st.text(one.answer)
            st.text(one.why)


def _asked(plan: Moving) -> None:
    if not plan.asked:
        st.markdown(":material/check_circle: **No new question to answer**")
        return
    st.markdown(f":material/add_circle: **{count(len(plan.asked), 'question')} to answer**")
    _list(plan.asked)


def _list(labels: Sequence[str]) -> None:
    for label in labels[:_MANY]:
        st.markdown(f"- {plain(label)}")
    if len(labels) > _MANY:
        with st.expander(f"The other {len(labels) - _MANY}"):
            for label in labels[_MANY:]:
                st.markdown(f"- {plain(label)}")


def _all(changes: Sequence[Change], version: int) -> None:
    st.header("Everything that differs", anchor=False)
    differences(changes, version)
