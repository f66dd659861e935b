"""A press is one deed: what was begun is brought to its end, and a second click on the same button is no second deed.

Streamlit ends a run at any of its calls when the browser has something new, also between a press and its deed, and then
the press is lost. So a run in which something was pressed or typed is not ended before its page is drawn: what is new
waits that long. A double click is such news: it asks for the deed that has just been done, and nothing more is done.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

import streamlit as st
from sqlalchemy import event
from sqlmodel import Session
from streamlit.runtime.scriptrunner import get_script_run_ctx

from maap.ui import touches
from maap.ui.unbroken import hold, let_go, pending

_SPENT = "presses/spent"


@dataclass
class _Run:
    """One run of a page. ``again``: buttons that had been pressed before it and had done their deed."""

    again: frozenset[str]
    asked: set[str] = field(default_factory=set)
    spent: set[str] = field(default_factory=set)


_run: ContextVar[_Run | None] = ContextVar("run", default=None)


@contextmanager
def brought_to_its_end() -> Iterator[None]:
    """The run of a page, or of a part of it, in which something may have been pressed."""
    context = get_script_run_ctx(suppress_warning=True)
    requests = context.script_requests if context is not None else None
    if requests is None or _run.get() is not None:
        yield
        return
    held = hold(requests)
    if not _something_is_to_do():
        let_go(requests)
    run = _Run(st.session_state.pop(_SPENT, frozenset()))
    before = _run.set(run)
    try:
        yield
    finally:
        _run.reset(before)
        hold(requests)
        if held.took_along or pending(requests):  # pressed while nobody had seen what came of it
            st.session_state[_SPENT] = run.again | run.spent
        let_go(requests)


def _something_is_to_do() -> bool:
    held = st.session_state.to_dict()
    return any(value is True for value in held.values()) or touches.any_at_all()


def fresh(keys: Iterable[str]) -> list[str]:
    """The buttons among those pressed whose deed is not done yet."""
    run = _run.get()
    return [key for key in keys if run is None or key not in run.again]


def asked(key: str) -> None:
    """The page does what this button is for: what is stored from now on is its deed."""
    if run := _run.get():
        run.asked.add(key)


@event.listens_for(Session, "after_commit")
def _stored(_session: Session) -> None:
    if run := _run.get():
        run.spent |= run.asked
