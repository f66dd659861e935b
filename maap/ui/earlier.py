"""Results of audits from before this house: a form is looked at, compared with what is here, and taken in."""

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from maap.domain.giving import MayIdentify
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.uploads import EARLIER
from maap.outside.earlier_results import read_results
from maap.outside.virus_scan import harmless
from maap.storage.db import reading, work
from maap.ui import frame
from maap.ui.boxes import file_box
from maap.ui.words import count, plain
from maap.usecases.earlier_results import Taken, compare, remove, take_in
from maap.views.earlier import EarlierLine

_FILE, _KEPT, _REFUSAL = "earlier/file", "earlier/kept_because", "earlier/refusal"


@dataclass(frozen=True)
class Looked:
    """A form that was read, and what it would change."""

    name: str
    changes: tuple[Taken, ...]

    @property
    def replacing(self) -> dict[str, int]:
        """The revisions of what it would replace, as they were shown."""
        return {one.audit.audit: one.seen for one in self.changes if one.seen}


def handle(actor: Actor) -> None:
    """Take in what was looked at, or take an audit's results out."""
    if frame.pressed("take-in-earlier"):
        with frame.refusals(end=False):
            looked = st.session_state.get("earlier/looked")
            if not isinstance(looked, Looked):
                raise Problem("Choose the form again: the file is no longer here.")
            with work() as session:
                n = take_in(session, actor, [one.audit for one in looked.changes], looked.replacing, _kept_because())
            st.session_state.pop("earlier/looked")
            frame.done(f"{count(n, 'audit')} taken in.")
    if (target := frame.pressed_one("remove-earlier")) is not None:
        with frame.refusals(end=False):
            with work() as session:
                remove(session, actor, int(target))
            frame.done("The results are taken out.")


def _kept_because() -> str:
    return str(st.session_state.get(_KEPT) or "")


def look(actor: Actor) -> None:
    """What the form in the box would change, worked out before anything is taken in."""
    st.session_state.pop("earlier/looked", None)
    st.session_state.pop(_REFUSAL, None)
    file = st.session_state.get(_FILE)
    if file is None:
        return
    try:
        audits = read_results(file.name, harmless(file.getvalue()))
        with reading() as session:
            changes = compare(session, actor, audits, _kept_because())
    except Problem as problem:
        st.session_state[_REFUSAL] = problem
        return
    st.session_state["earlier/looked"] = Looked(file.name, changes)


def way_in() -> None:
    """The box for a form, and what the form in it would change."""
    st.header("Take in a form", anchor=False)
    st.text(
        "One form can hold several audits: year, number of returns, grades and themes, as they were published. "
        "Percentages without their number are kept as percentages and never added to counts."
    )
    st.link_button("Empty form (CSV)", "/files/earlier-results.csv", icon=":material/table_view:")
    file_box(EARLIER, "Form as YAML, CSV or XLSX", _FILE)
    if (problem := st.session_state.get(_REFUSAL)) is not None:
        st.error(plain(str(problem)).replace("\n", "  \n"), icon=":material/error:")
        if isinstance(problem, MayIdentify):
            st.text_input("Keep the words, because", key=_KEPT, persist_state="session")
    looked = st.session_state.get("earlier/looked")
    if isinstance(looked, Looked):
        _changes(looked)


def _changes(looked: Looked) -> None:
    for one in looked.changes:
        name = f"{one.audit.audit}  {one.audit.title}, {one.audit.year}"
        if not one.seen:
            st.text(f"{name}: new. {_size(one)}")
        elif one.same:
            st.text(f"{name}: it is here already, just so.")
        else:
            st.text(f"{name}: {count(len(one.differences), 'difference')} from what is here.")
            for sentence in one.differences:
                st.caption(plain(sentence))
    todo = [one for one in looked.changes if not one.same]
    if todo:
        replaces = any(one.seen for one in todo)
        label = "Take it in, in place of what is here" if replaces else "Take it in"
        st.button(label, key="take-in-earlier", type="primary")


def _size(one: Taken) -> str:
    grades, themes = len(one.audit.grades), len(one.audit.themes)
    return f"{count(grades, 'set', 'sets')} of grades and {count(themes, 'theme')}."


def listed(rows: tuple[EarlierLine, ...]) -> None:
    """The results that are here."""
    st.header("Here already", anchor=False)
    if not rows:
        st.text("No results of earlier audits yet. They appear under “Across the years” once they are taken in.")
        return
    table = pd.DataFrame(
        [(row.year, row.reference, row.title, row.said, row.grades, row.themes, row.source) for row in rows],
        columns=["Year", "Reference", "Title", "Counted", "Sets of grades", "Themes", "Source"],
    )
    st.dataframe(table, hide_index=True, alt="Results of earlier audits that are taken in.", height="content")
    with st.popover("Take one out", icon=":material/delete:"):
        for row in rows:
            st.button(
                f"Take out {plain(row.reference)}", key=f"remove-earlier/{row.earlier_id}", icon=":material/delete:"
            )
