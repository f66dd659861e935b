"""What somebody was looking at when they wrote: so that what they typed is saved against that, and never lost.

The fields of a step keep what is typed in them until it is saved. They are filled once; a refusal leaves them as they
are, and so does a colleague who saves meanwhile.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from maap.domain.problems import Problem
from maap.domain.register import Register
from maap.domain.terms import Terms
from maap.domain.written_terms import BadTerms, TermsOvertaken
from maap.ui.ticked import ticked
from maap.views.terms import Writing

DATES = "dates/"
"""Fields of the timetable, one for each milestone. They are saved one by one."""
_DO = "terms-do"


@dataclass(frozen=True)
class Shown:
    """A step as it was drawn. ``questions``: those a line of enquiry can name."""

    audit_id: int
    step: str
    terms: Terms
    revision: int
    register: Register
    questions: Mapping[str, str] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """The widget key of a field of this step."""
        return f"{_prefix(self.audit_id, self.step)}{name}"

    def held(self, name: str, otherwise: Any) -> Any:
        """What a field's widget holds; ``otherwise`` when it is not on the page."""
        return st.session_state.get(self.key(name), otherwise)

    def fill(self, name: str, value: Any) -> str:
        """Put a value into a field that holds nothing yet. Returns its widget key, for the widget drawn next."""
        st.session_state.setdefault(self.key(name), value)
        return self.key(name)

    def button(self, name: str) -> str:
        """The key of a button of this step."""
        return f"{_DO}/{self.audit_id}/{self.step}/{name}"


@dataclass(frozen=True)
class Refusal:
    """Why a step was not saved. ``overtaken``: a colleague saved first. ``dates``: it is about the timetable."""

    sentence: str
    fields: Mapping[str, str]
    overtaken: bool
    dates: bool


def shown(audit_id: int, step: str) -> Shown | None:
    """What was drawn last, or None when this step was not drawn yet or its fields were forgotten meanwhile."""
    found = st.session_state.get(_mark(audit_id, step))
    filled = any(str(key).startswith(_prefix(audit_id, step)) for key in st.session_state)
    return found if isinstance(found, Shown) and filled else None


def show(page: Writing, step: str, questions: Mapping[str, str]) -> Shown:
    """What is drawn now: what was drawn before, or the terms as they are when the step is fresh.

    After a colleague was faster, the next try is saved against what they saved; what was typed stays. Dates are always
    those that are stored, because each is saved as it is chosen.
    """
    now = Shown(page.seat.id, step, page.terms, page.revision, page.register, questions)
    before, refused = shown(now.audit_id, step), refusal(now.audit_id, step)
    if before is not None:
        if before.terms.timetable != now.terms.timetable:
            _forget(_prefix(now.audit_id, step) + DATES)
        terms = before.terms.model_copy(update={"timetable": now.terms.timetable})
        revision = now.revision if refused and refused.overtaken else before.revision
        now = replace(now, terms=terms, revision=revision)
    st.session_state[_mark(now.audit_id, step)] = now
    return now


def saved(audit_id: int, step: str) -> None:
    """Forget what was typed in a step: it is stored, and the fields are filled anew."""
    st.session_state.pop(_mark(audit_id, step), None)
    _forget(_prefix(audit_id, step))


def went_on(before: Shown, stored: Terms) -> None:
    """Dates of a step were stored by themselves: the rest stays as typed, and is saved against what is there now."""
    audit_id, step = before.audit_id, before.step
    if stored.timetable != before.terms.timetable:
        st.session_state[_mark(audit_id, step)] = replace(before, revision=before.revision + 1)


def pressed(audit_id: int, step: str) -> str:
    """The button of this step that brought us here; empty when none did."""
    start = f"{_DO}/{audit_id}/{step}/"
    return next((key.removeprefix(start) for key in ticked() if key.startswith(start)), "")


def refusal(audit_id: int, step: str) -> Refusal | None:
    """Why the last try to save this step was refused; None once it was saved."""
    found = st.session_state.get(_refused(audit_id, step))
    return found if isinstance(found, Refusal) else None


@contextmanager
def refusals(audit_id: int, step: str, dates: bool = False) -> Iterator[None]:
    """Keep a refusal, to show it beside the button and the fields it is about, or beside the dates."""
    st.session_state.pop(_refused(audit_id, step), None)
    try:
        yield
    except Problem as problem:
        sentences = problem.sentences if isinstance(problem, BadTerms) else {}
        overtaken = isinstance(problem, TermsOvertaken)
        st.session_state[_refused(audit_id, step)] = Refusal(str(problem), sentences, overtaken, dates)


def _prefix(audit_id: int, step: str) -> str:
    return f"terms/{audit_id}/{step}/"


def _mark(audit_id: int, step: str) -> str:
    return f"terms-shown/{audit_id}/{step}"


def _refused(audit_id: int, step: str) -> str:
    return f"terms-refused/{audit_id}/{step}"


def _forget(start: str) -> None:
    for key in [key for key in st.session_state if str(key).startswith(start)]:
        del st.session_state[key]
