"""A press is one deed: what was begun is brought to its end, and a second click on the same button is no second deed.

Streamlit ends a run at any of its calls when the browser has something new, also between a press and its deed, and then
the press is lost. So a run in which something was pressed or typed is not ended before its page is drawn: what is new
waits that long. A double click is such news: it asks for the deed that has just been done, and nothing more is done.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property

import streamlit as st
from sqlalchemy import event
from sqlmodel import Session
from streamlit.runtime.scriptrunner import get_script_run_ctx

from maap.ui import touches
from maap.ui.ticked import ticked
from maap.ui.unbroken import hold, let_go, pending

_SPENT = "presses/spent"


@dataclass
class _Run:
    """One run of a page. ``again``: buttons that had been pressed before and had done their deed."""

    again: frozenset[str]
    asked: set[str] = field(default_factory=set)
    spent: set[str] = field(default_factory=set)

    @cached_property
    def held(self) -> tuple[str, ...]:
        """What was pressed or ticked when it began."""
        return ticked()


_run: ContextVar[_Run | None] = ContextVar("run", default=None)


@contextmanager
def brought_to_its_end(only_drawn: bool = False) -> Iterator[None]:
    """The run of a page, or of a part of it, in which something may have been pressed.

    ``only_drawn``: what was pressed is done already, and this part shows what came of it.
    """
    context = get_script_run_ctx(suppress_warning=True)
    requests = context.script_requests if context is not None else None
    if requests is None or _run.get() is not None:
        yield
        return
    kept, run = hold(requests), _Run(st.session_state.pop(_SPENT, frozenset()))
    if not (only_drawn or run.held or touches.any_at_all()):
        let_go(requests)
    before = _run.set(run)
    try:
        yield
    finally:
        _run.reset(before)
        hold(requests)
        if kept.took_along or pending(requests):  # pressed while nobody had seen what came of it
            st.session_state[_SPENT] = run.again | run.spent
        let_go(requests)


def to_do() -> list[str]:
    """What is pressed or ticked, without the buttons whose deed is done already."""
    run = _run.get()
    return list(ticked()) if run is None else [key for key in run.held if key not in run.again]


def is_done(key: str) -> bool:
    """Whether this button's deed is done already."""
    run = _run.get()
    return run is not None and key in run.again


def asked(key: str) -> None:
    """The page does what this button is for: what is stored from now on is its deed."""
    if run := _run.get():
        run.asked.add(key)


@event.listens_for(Session, "after_commit")
def _stored(_session: Session) -> None:
    if run := _run.get():
        run.spent |= run.asked
