"""The trace on the screen: each step of the way with what stands there, every one of them a place to begin anew."""

import streamlit as st

from maap.domain.people import Permission
from maap.domain.problems import Problem
from maap.domain.tracing import IN_WORDS, NOTHING, Step, Stop
from maap.ui import frame
from maap.ui.words import count, plain
from maap.views.trace import Trace

_MOST = 12


def begun() -> tuple[Step, str]:
    """Where the trace begins: ``?from=finding-12``. Raises Problem when the address names nothing."""
    step, _, key = st.query_params.get("from", "").partition("-")
    if step not in set(Step) or not key:
        raise Problem("Choose where to begin: open a finding, a theme or an action, and follow its trace.")
    return Step(step), key


def link(audit_id: int, step: Step, key: int | str, label: str = "Trace") -> None:
    """The way to the trace of one thing."""
    frame.link("themes/trace", label, ":material/account_tree:", audit=audit_id, **{"from": f"{step}-{key}"})


def draw(page: Trace) -> None:
    """Every step, in its order."""
    start = page.start
    st.text(f"What hangs together with this {_NAMES[page.step]}, from the answers to what a re-audit asks again:")
    with st.container(border=True, key="cell-start"):
        st.caption(plain(start.about))
        st.text(start.text)
    for step in Step:
        stops = page.stops[step]
        with st.container(key=f"step-{step}"):
            st.header(f"{IN_WORDS[step]} ({len(stops)})", anchor=False)
            _stops(page, step, stops)


_NAMES = {
    Step.ANSWER: "answer",
    Step.VOICE: "view",
    Step.FINDING: "finding",
    Step.THEME: "theme",
    Step.RECOMMENDATION: "recommendation",
    Step.ACTION: "action",
    Step.EVIDENCE: "evidence",
    Step.QUESTION: "question",
}


def _stops(page: Trace, step: Step, stops: tuple[Stop, ...]) -> None:
    if not stops:
        st.caption(NOTHING[step])
    for stop in stops[:_MOST]:
        _stop(page, stop)
    if len(stops) > _MOST:
        with st.expander(f"{count(len(stops) - _MOST, 'more', 'more')}"):
            for stop in stops[_MOST:]:
                _stop(page, stop)


def _stop(page: Trace, stop: Stop) -> None:
    here = stop.step is page.step and stop.key == page.key
    with st.container(border=True, key=f"cell-{stop.step}-{stop.key}"):
        if stop.about:
            st.caption(plain(stop.about))
        st.text(stop.text)
        with st.container(horizontal=True):
            if here:
                st.badge("You are here", color="primary")
            else:
                link(page.head.audit_id, stop.step, stop.key, f"Trace this {_NAMES[stop.step]}")
            _open(page, stop)


def _open(page: Trace, stop: Stop) -> None:
    """The page where this is worked with, for those who have one."""
    audit = page.head.audit_id
    if stop.step is Step.FINDING:
        frame.link("themes/finding", "Open the finding", None, audit=audit, finding=stop.key)
    if stop.step is Step.THEME:
        frame.link("themes/codebook", "Open the theme", None, theme=stop.key)
    if stop.step is Step.RECOMMENDATION and page.head.may(Permission.SEE_ACTIONS):
        frame.link("actions/plan", "Open the plan", None, audit=audit)
    if stop.step is Step.ACTION and page.head.may(Permission.SEE_ACTIONS):
        frame.link("actions/action", "Open the action", None, audit=audit, action=stop.key)
    if stop.step is Step.QUESTION and page.head.may(Permission.SEE_RESULTS):
        frame.link("actions/before_after", "Before and after", None, audit=audit)
