"""The list of a return's sections beside its questions: where each of them is, and a way there."""

from dataclasses import dataclass
from typing import Literal

import streamlit as st

from maap.domain.engine import SectionRoute
from maap.ui.at_section import AtSection
from maap.ui.pieces import Pieces
from maap.ui.words import count, plain

_ICONS = {
    "complete": ":material/check_circle:",
    "in progress": ":material/pending:",
    "not started": ":material/circle:",
}


@dataclass(frozen=True)
class Line:
    """A section in the list, as its button shows it."""

    label: str
    icon: str
    look: Literal["primary", "tertiary"]
    hint: str


def lay(pieces: Pieces[AtSection], at: AtSection) -> None:
    """The list, a piece for each section. A press on one is handled as ``section/…``."""

    def draw(now: AtSection) -> None:
        st.subheader("Sections")
        with st.container(key="keys"):
            st.caption(
                "By keyboard: Tab goes on; 1, 2, 3 … choose an answer, or take it back where several may be chosen."
            )
        for number, section in enumerate(now.sections):
            _lay_one(pieces, now, number, section)

    with st.sidebar:
        pieces.lay("sections", lambda now: now.sections, draw, at)


def _lay_one(pieces: Pieces[AtSection], at: AtSection, number: int, section: str) -> None:
    def draw(now: AtSection) -> None:
        line = _line(now, number)
        st.button(line.label, key=f"section/{section}", icon=line.icon, type=line.look, help=line.hint)

    pieces.lay(f"line/{section}", lambda now: _line(now, number), draw, at)


def _line(at: AtSection, number: int) -> Line:
    found = at.sheet.route.sections[number]
    again = any(found.section.id in request.sections for request in at.sheet.requests if request.still_open)
    return Line(
        label=f"{number + 1}. {plain(found.section.title)}" + (" (changes asked for)" if again else ""),
        icon=_ICONS[found.state] if found.picked else ":material/add_circle:",
        look="primary" if number == at.number else "tertiary",
        hint=_standing(found),
    )


def _standing(found: SectionRoute) -> str:
    if not found.picked:
        return "Optional: not included"
    lacking = len(found.unanswered)
    return found.state.capitalize() + (f", {count(lacking, 'answer')} missing" if lacking else "")
