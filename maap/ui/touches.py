"""What was touched on a return's page and is not stored yet: the only widget callbacks in the house.

A touch carries the revision that its person was looking at, fixed when the widget was drawn, so that only what was
really touched is saved and a colleague's newer answer is never overwritten. What is refused stays until it is saved
or given up, also when the page was locked or left meanwhile.
"""

from dataclasses import dataclass

import streamlit as st

from maap.domain.questionnaire import Matrix, Repeat
from maap.ui.unbroken import unbroken

_TOUCHED, _REFUSED, _SHOWN = "touches/touched", "touches/refused", "touches/shown"
_RECOVERED = "touches/recovered"


@dataclass(frozen=True)
class Touch:
    """What somebody gave to a question, and the revision that they were looking at."""

    question_id: str
    given: object
    seen: int


@dataclass(frozen=True)
class Refused:
    """Something given and not stored. ``overtaken``: a colleague's answer came first. ``again``: the database could not
    take it, so it is tried again by itself."""

    touch: Touch
    sentence: str
    replacement: str | None = None
    may_be_kept: bool = False
    overtaken: bool = False
    again: bool = False


def key_of(return_id: int, question_id: str) -> str:
    """The widget's key: stable, and different in each return."""
    return f"{return_id}/{question_id}"


@unbroken()
def note(return_id: int, touch: Touch) -> None:
    """Callback of a button whose value is known when it is drawn: clear, use mine, replace."""
    st.session_state.setdefault(_TOUCHED, {})[key_of(return_id, touch.question_id)] = touch


@unbroken()
def touch(return_id: int, question_id: str, seen: int) -> None:
    """Callback of a widget: note what it holds now."""
    note(return_id, Touch(question_id, st.session_state.get(key_of(return_id, question_id)), seen))


@unbroken()
def touch_row(return_id: int, question: Matrix, seen: int) -> None:
    """Callback of a matrix row: a matrix is one answer, so its rows are put together as they stand on the page."""
    key = key_of(return_id, question.id)
    rows = {row.value: st.session_state.get(f"{key}/{row.value}") for row in question.rows}
    note(return_id, Touch(question.id, {row: level for row, level in rows.items() if level}, seen))


@unbroken()
def touch_entry(return_id: int, question: Repeat, rows: list[object], seen: int, prefix: str) -> None:
    """Callback of a repeatable group's form: the entries so far and the new one."""
    entry = {}
    for child in question.questions:
        value = st.session_state.get(f"{prefix}/{child.id}")
        if value not in (None, "", []):
            entry[child.id] = value
    if entry:
        note(return_id, Touch(question.id, [*rows, entry], seen))


def touched(return_id: int) -> list[Touch]:
    """What was touched in this return since this was last asked."""
    waiting: dict[str, Touch] = st.session_state.get(_TOUCHED, {})
    return [waiting.pop(key) for key in list(waiting) if key.startswith(f"{return_id}/")]


def any_noted(return_id: int) -> bool:
    """Whether something touched still waits to be saved."""
    return any(key.startswith(f"{return_id}/") for key in st.session_state.get(_TOUCHED, {}))


def any_at_all() -> bool:
    """Whether something touched waits to be saved, in any return."""
    return bool(st.session_state.get(_TOUCHED))


def keep(return_id: int, sentence: str) -> None:
    """The database does not answer: everything touched waits, and is tried again by itself."""
    for one in touched(return_id):
        not_saved(return_id, Refused(one, sentence, again=True))


def saved(return_id: int, question_id: str) -> None:
    """It is stored, or given up: nothing of it waits any more."""
    st.session_state.get(_REFUSED, {}).pop(key_of(return_id, question_id), None)


def not_saved(return_id: int, refusal: Refused) -> None:
    """It is not stored: keep what was typed, and why."""
    st.session_state.setdefault(_REFUSED, {})[key_of(return_id, refusal.touch.question_id)] = refusal
    if refusal.overtaken:
        draw_stored(return_id, refusal.touch.question_id)


@unbroken()
def give_up(return_id: int, question_id: str) -> None:
    """Callback: back to what is stored."""
    saved(return_id, question_id)
    draw_stored(return_id, question_id)


def waiting(return_id: int) -> list[Refused]:
    """Everything of this return that is typed but not stored."""
    held: dict[str, Refused] = st.session_state.get(_REFUSED, {})
    return [refusal for key, refusal in held.items() if key.startswith(f"{return_id}/")]


def unsaved(return_id: int) -> dict[str, Refused]:
    """The same, by question."""
    return {refusal.touch.question_id: refusal for refusal in waiting(return_id)}


def try_again(return_id: int) -> None:
    """Note once more what the database could not take."""
    for refusal in waiting(return_id):
        if refusal.again:
            note(return_id, refusal.touch)


def prepare(key: str, value: object, revision: int) -> None:
    """Put a value into a widget when it is newer, or when Streamlit has forgotten the widget."""
    shown: dict[str, int] = st.session_state.setdefault(_SHOWN, {})
    if key not in st.session_state or shown.get(key) != revision:
        st.session_state[key] = value
        shown[key] = revision


def first_sight(key: str) -> bool:
    """Whether this browser session draws the widget for the first time, or after Streamlit has forgotten it."""
    return key not in st.session_state


def recover(return_id: int, question_id: str, typed: str, stored: str, seen: int) -> None:
    """A box that this session never drew came back with words in it: they were typed before the connection broke.

    Where nothing is stored they are saved next. Where something is, a person chooses: the box may merely be old.
    """
    st.session_state.setdefault(_SHOWN, {})[key_of(return_id, question_id)] = seen
    if typed.strip() in ("", stored.strip()):
        return
    found = Touch(question_id, typed, seen)
    if seen == 0:
        note(return_id, found)
    else:
        not_saved(return_id, Refused(found, "These words were in the box when the connection broke.", overtaken=True))
    st.session_state[_RECOVERED] = True


def recovered() -> bool:
    """Whether anything was recovered while drawing, so that the page has to be drawn once more. Asked once."""
    return bool(st.session_state.pop(_RECOVERED, False))


def draw_stored(return_id: int, question_id: str) -> None:
    """Forget what a widget holds, so that the stored answer is drawn next."""
    start = key_of(return_id, question_id)
    shown: dict[str, int] = st.session_state.get(_SHOWN, {})
    for key in [key for key in shown if key == start or key.startswith(start + "/")]:
        del shown[key]


def reason_for(return_id: int, question_id: str) -> str:
    """Why somebody keeps words that the identifier guard asked about; empty when they gave no reason."""
    return str(st.session_state.get(f"because/{key_of(return_id, question_id)}") or "")
