"""Immediate concerns for those who know of them: the banner, the clock, and the acknowledgement."""

from collections.abc import Sequence
from itertools import count as counting

import streamlit as st

from maap.domain.concerns import Concerns, Outcome, clock
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.storage.db import reading, work
from maap.ui import beside, frame, parts
from maap.ui.concerns import May
from maap.ui.words import count, moment, plain
from maap.usecases.concerns import acknowledge, escalate_due
from maap.views.concerns import ConcernLine, ConcernRoom, room, waiting

EVERY = "2s"
"""How often an open page looks for a new concern."""


def escalated(actor: Actor, lines: Sequence[ConcernLine]) -> None:
    """See to it that everybody who watches is written to about a concern whose clock has run out: once."""
    if any(line.late and not line.escalated for line in lines if line.acknowledged_at is None):
        with work() as session:
            escalate_due(session, actor.now)


def banner(actor: Actor, audit_id: int, may: May) -> None:
    """On an audit's page: what waits to be acknowledged, for those who do. It loads and draws by itself."""
    if not may(Permission.WATCH_CONCERNS):
        return
    with reading() as session:
        found = room(session, actor, audit_id).waiting
    escalated(actor, found)
    on_top(actor, found)


def on_top(actor: Actor, lines: Sequence[ConcernLine]) -> None:
    """Concerns that nobody has acknowledged, above everything else on the page."""
    if not lines:
        return
    with st.container(border=True, key="concerns-waiting"):
        verb = "waits" if len(lines) == 1 else "wait"
        st.header(f"{count(len(lines), 'immediate concern')} {verb} for you to acknowledge", anchor=False)
        for line in lines:
            with st.container(horizontal=True, vertical_alignment="center", key=f"waiting-{line.concern_id}"):
                st.badge(clock(line.due_at, actor.now), color="red" if line.late else "orange")
                st.text(f"{line.case or line.audit}, recorded on {moment(line.raised_at)} by {_who(line)}")
                frame.link("lanes/concerns", "Open the concern", ":material/arrow_forward:", audit=line.audit_id)


def stamp(lines: Sequence[ConcernLine]) -> tuple[tuple[int, bool], ...]:
    """What an open page compares: which concerns wait, and which of them are overdue."""
    return tuple((line.concern_id, line.late) for line in lines if line.acknowledged_at is None)


def follow(actor: Actor, drawn: Sequence[ConcernLine], audit_id: int | None = None) -> None:
    """Draw an open page again as soon as a concern comes in, is acknowledged or runs out of time.

    ``audit_id``: when the page is about one audit.
    """
    if not actor.may(Permission.WATCH_CONCERNS):
        return
    ticks, known = counting(), stamp(drawn)

    def watching() -> None:
        if next(ticks) == 0:
            return  # the run that draws the page has only just looked
        with reading() as session:
            found = waiting(session, frame.actor())
        if stamp([line for line in found if audit_id in (None, line.audit_id)]) != known:
            st.rerun()

    parts.live(every=EVERY)(watching)()


def acknowledged(actor: Actor, audit_id: int) -> None:
    """Handle the button of a concern."""
    if (target := frame.pressed_one("acknowledge")) is None:
        return
    chosen = frame.fields(f"outcome/{target}")
    with beside.deed(f"acknowledge/{target}", "Acknowledged. The clock has stopped."), work() as session:
        acknowledge(session, actor, audit_id, int(target), _outcome(chosen.get("is")), int(chosen.get("seen", 0)))


def _outcome(chosen: object) -> Outcome:
    if not isinstance(chosen, Outcome):
        raise Problem("Say what you found when you telephoned, then acknowledge.")
    return chosen


def numbers(found: Concerns) -> None:
    """How many there were, and how long it took."""
    if not found.count:
        return
    with st.container(horizontal=True, gap="medium", key="figures"):
        st.metric("Recorded", found.count, border=True, width="content")
        st.metric("Acknowledged", found.acknowledged, border=True, width="content")
        if found.median_hours is not None and found.longest_hours is not None:
            st.metric("Usual time", _took(found.median_hours), border=True, width="content", help="The median.")
            st.metric("Longest time", _took(found.longest_hours), border=True, width="content")


def lines(page: ConcernRoom, actor: Actor) -> None:
    """Every concern that the reader may know of."""
    if page.lines:
        st.header("What was recorded", anchor=False)
    for line in page.lines:
        with st.container(border=True, key=f"cell-concern-{line.concern_id}"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.subheader(plain(line.case or "No case named"), anchor=False, width="content")
                _standing(line, actor)
            st.text(f"Recorded on {moment(line.raised_at)} by {_who(line)}.")
            st.text(f"Told: {line.told_whom}, on {moment(line.told_at)}, by {line.told_by}.")
            if line.outcome:
                st.text(f"Acknowledged on {moment(line.acknowledged_at)}: {line.outcome}")
            elif page.may_acknowledge:
                _acknowledge(line)


def _standing(line: ConcernLine, actor: Actor) -> None:
    if line.taken is not None:
        late = ", late" if line.late else ""
        st.badge(f"✔ Acknowledged after {_took(line.taken)}{late}", color="orange" if line.late else "green")
    else:
        st.badge(f"Waits, {clock(line.due_at, actor.now)}", color="red" if line.late else "orange")


def _acknowledge(line: ConcernLine) -> None:
    key = f"outcome/{line.concern_id}"
    st.session_state[f"{key}/seen"] = line.revision
    st.radio(
        "Telephone the team that was told. What did you find?",
        list(Outcome),
        index=None,
        format_func=str,
        key=f"{key}/is",
    )
    beside.here(f"acknowledge/{line.concern_id}")
    st.button("Acknowledge", key=f"acknowledge/{line.concern_id}", type="primary")


def _who(line: ConcernLine) -> str:
    article = "an" if line.raised_as[0] in "aeio" else "a"
    return f"{article} {line.raised_as}{', ' + line.agency if line.agency else ''}"


def _took(hours: float) -> str:
    """0.4 → 24 min; 3.5 → 3.5 hours."""
    return f"{round(hours * 60)} min" if hours < 1 else f"{hours:.1f} hours"
