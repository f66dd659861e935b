"""A list with one entry open beside it: what administration pages are made of.

An entry's form is filled once and keeps what is typed in it until it is saved; a refusal leaves it as it is.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import pandas as pd
import streamlit as st

from maap.domain.fitting import BadForm, Overtaken
from maap.domain.problems import Problem
from maap.ui import frame
from maap.ui.words import plain

NEW = "new"
Row = dict[str, Any]


@dataclass(frozen=True)
class Form:
    """A form as it was drawn. ``revision``: of what the person saw. ``tables``: field → the rows it began with."""

    kind: str
    one: str
    revision: int = 0
    names: tuple[str, ...] = ()
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    round: int = 0

    @property
    def is_new(self) -> bool:
        """Whether it adds an entry."""
        return self.one == NEW

    @property
    def id(self) -> int:
        """The id of the entry that it changes."""
        return int(self.one)

    def key(self, name: str) -> str:
        """The widget key of a field; a table's changes with each round, because its edits cannot be set."""
        return f"{self.kind}:{self.one}/{name}" + (f"@{self.round}" if name in self.tables else "")

    def typed(self) -> dict[str, Any]:
        """What the fields hold; a table as its rows."""
        held = {name: st.session_state.get(self.key(name)) for name in self.names}
        return held | {name: edited(rows, st.session_state.get(self.key(name))) for name, rows in self.tables.items()}


def edited(rows: Sequence[Row], edits: Any) -> list[Row]:
    """The rows of a table after what somebody did to them: ``edits`` is what Streamlit keeps of a data editor."""
    edits = edits or {}
    changes, gone = edits.get("edited_rows", {}), set(edits.get("deleted_rows", ()))
    kept = [{**row, **changes.get(number, {})} for number, row in enumerate(rows) if number not in gone]
    return kept + [dict(row) for row in edits.get("added_rows", ())]


def show(kind: str, one: int | str, revision: int, values: Mapping[str, Any], **tables: Sequence[Row]) -> Form:
    """The form of an entry, its fields filled: with what was typed before, or with these values when it is fresh.

    After a colleague was faster, the next try is saved against what they saved.
    """
    found = st.session_state.get(f"{kind}-form/{one}")
    before = found if isinstance(found, Form) and _is_filled(found) else None
    fresh = Form(kind, str(one), revision, tuple(values), tables, st.session_state.get(f"{kind}-round", 0))
    form = fresh if before is None else before
    if before is not None and isinstance(_refusal(form), Overtaken):
        form = replace(before, revision=revision)
    for name, value in values.items():
        st.session_state.setdefault(form.key(name), value)
    st.session_state[f"{kind}-form/{one}"] = form
    return form


def _is_filled(form: Form) -> bool:
    """Whether its widgets are still known: they are forgotten when another entry or page was drawn meanwhile."""
    return any(form.key(name) in st.session_state for name in (*form.names, *form.tables))


def sent(kind: str) -> Form | None:
    """The form whose button brought us here."""
    one = frame.pressed_one(f"{kind}-save")
    form = st.session_state.get(f"{kind}-form/{one}")
    return form if isinstance(form, Form) else None


@contextmanager
def saving(form: Form, sentence: str) -> Iterator[None]:
    """Save inside: a refusal is kept to be shown in the form, otherwise the form is fresh again."""
    mark = f"{form.kind}-refused/{form.one}"
    st.session_state.pop(mark, None)
    try:
        yield
    except Problem as problem:
        st.session_state[mark] = problem
    else:
        forget(form)
        frame.done(sentence)


def forget(form: Form) -> None:
    """What was typed is stored, or not wanted any more."""
    for name in (*form.names, *form.tables):
        st.session_state.pop(form.key(name), None)
    st.session_state.pop(f"{form.kind}-form/{form.one}", None)
    st.session_state.pop(f"{form.kind}-refused/{form.one}", None)
    st.session_state[f"{form.kind}-round"] = form.round + 1


def undo(kind: str) -> None:
    """Handle the button that throws away what was typed."""
    form = st.session_state.get(f"{kind}-form/{frame.pressed_one(f'{kind}-undo')}")
    if isinstance(form, Form):
        forget(form)


def _refusal(form: Form) -> Problem | None:
    found = st.session_state.get(f"{form.kind}-refused/{form.one}")
    return found if isinstance(found, Problem) else None


def save_button(form: Form, label: str) -> None:
    """The last line of a form: why it was not saved, and the button."""
    problem = _refusal(form)
    if problem is not None:
        sentences = list(problem.sentences.values()) if isinstance(problem, BadForm) else [str(problem)]
        listed = plain(sentences[0]) if len(sentences) == 1 else "\n".join(f"- {plain(one)}" for one in sentences)
        st.error(f"**This is not saved yet.**\n\n{listed}", icon=":material/error:")
    st.form_submit_button(label, key=f"{form.kind}-save/{form.one}", type="primary")


def undo_button(form: Form) -> None:
    """Below a form that was refused: throw away what was typed."""
    if _refusal(form) is not None:
        st.button("Undo my changes", key=f"{form.kind}-undo/{form.one}", icon=":material/undo:")


def choose(kind: str, one: int | None) -> None:
    """Open an entry beside the list; None opens the form that adds one."""
    st.session_state[f"{kind}-chosen"] = one


def listed(kind: str, rows: Mapping[int, Row], alt: str, widths: Mapping[str, Any], height: int = 460) -> None:
    """The list. A click on a row opens that entry."""
    ids = list(rows)
    version = zlib.crc32(repr(ids).encode())  # another list, another selection: a row's number means another entry
    event = st.dataframe(
        pd.DataFrame(list(rows.values())),
        key=f"{kind}-list/{version}",
        on_select="rerun",
        selection_mode="single-row",
        hide_index=True,
        column_config=dict(widths),
        height=min(35 * (len(ids) + 1) + 2, height),
        alt=alt,
    )
    picked = event["selection"]["rows"]
    at = ids[picked[0]] if picked and picked[0] < len(ids) else None
    if at != st.session_state.get(f"{kind}-picked"):
        st.session_state[f"{kind}-picked"] = at
        if at is not None:
            choose(kind, at)


def chosen(kind: str, names: Mapping[int, str], label: str, placeholder: str) -> int | None:
    """The entry that is open: from the list, or chosen here by typing. None while a new one is to be added."""
    key = f"{kind}-chosen"
    if st.session_state.get(key) not in names:
        st.session_state[key] = None
    found = st.selectbox(
        label, list(names), index=None, key=key, format_func=lambda one: names[one], placeholder=placeholder
    )
    return int(found) if found is not None else None
