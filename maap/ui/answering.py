"""Answering a return: the pieces of its page, of which an answer draws those that it changes.

What stands outside of them is `Standing`: where that has changed, the whole page is drawn again.
"""

from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from maap.domain.fieldwork import ReturnState
from maap.domain.issues import tells_of_an_issue
from maap.domain.labels import LANGUAGES
from maap.domain.people import Actor
from maap.domain.spoken import languages
from maap.storage.db import NotSaved, reading
from maap.ui import arrival, asking, frame, newer, notes, parts, presence, section_list, sheets, touches
from maap.ui.at_section import AtSection, opened
from maap.ui.pieces import Pieces
from maap.ui.saving import save_touched
from maap.ui.words import lately
from maap.views.returns import Sheet, ThemeChoice, sheet

_SPOKEN, _LANGUAGE = "language-of-questions", "language"


@dataclass(frozen=True)
class Standing:
    """What of a return is drawn outside the part: a way to tell of a concern, and of an issue of one agency."""

    state: ReturnState
    open_for_me: bool
    at_risk: bool
    an_issue: bool


def step(actor: Actor, return_id: int, themes: tuple[ThemeChoice, ...] = ()) -> Sheet:
    """Save what was touched, do what was pressed, and load the return; but not the ``themes`` that the page has."""
    save_touched(actor, return_id)
    notes.save_said(actor, return_id)
    if frame.pressed("later") and not touches.waiting(return_id):
        frame.go("home/work")
    pressed = frame.pressed_in("section", "go", "missing")
    if chosen := next(iter(pressed.values()), ""):
        st.query_params["section"] = chosen
    with reading() as session:
        return sheet(session, actor, return_id, st.session_state.get(_SPOKEN, ""), themes)


def language(page: Sheet) -> None:
    """In which language the questions are read, where somebody translated them. The answers stay the same."""
    offered = {"": "English"} | {code: LANGUAGES[code] for code in languages(page.form)}
    if len(offered) == 1:
        return
    codes, now = list(offered), st.session_state.get(_SPOKEN, "")
    st.selectbox(
        "Language of the questions",
        codes,
        index=codes.index(now) if now in codes else 0,
        format_func=lambda code: offered[code],
        key=_LANGUAGE,
        on_change=_remember,
        width=240,
    )


def _remember() -> None:
    """The choice outlives the page, which Streamlit's own memory of a widget does not."""
    st.session_state[_SPOKEN] = st.session_state[_LANGUAGE]


def part(page: Sheet, above: DeltaGenerator, below: DeltaGenerator) -> None:
    """What an answer may change: how the return stands, the list of its sections, the open section."""
    as_drawn, return_id, loaded = _standing(page), page.return_id, page

    def stay() -> AtSection:
        touches.keep(return_id, str(NotSaved()))
        return opened(loaded)

    def once_more(somebody: Actor) -> AtSection:
        nonlocal loaded
        loaded = step(somebody, return_id, page.themes)
        if _standing(loaded) != as_drawn:
            parts.show_page()
        at = opened(loaded)
        presence.note(loaded, at.section)
        return at

    pieces, at = Pieces(once_more, stay), opened(page)
    pieces.lay("section", _of_section, lambda now: _section(pieces, now), at)
    with above:
        pieces.lay("head", _of_head, _head, at)
        pieces.lay("progress", _of_progress, _progress, at)
    section_list.lay(pieces, at)
    with below:
        pieces.lay("below", _of_below, _below, at)
    presence.note(page, at.section)


def _standing(page: Sheet) -> Standing:
    """What the rest of the page depends on."""
    told = any(tells_of_an_issue(key, value) for key, value in page.route.answers.items())
    return Standing(page.state, page.open_for_me, sheets.at_risk(page), told)


def _of_head(at: AtSection) -> object:
    sheet = at.sheet
    return sheet.state, sheet.open_for_me, sheet.behind, sheet.requests, sheet.place.row.due


def _head(at: AtSection) -> None:
    """Whose return it is, and what was said about it as a whole."""
    sheets.standing(at.sheet)
    if not at.sheet.open_for_me:
        st.info("You can read this return, but not change it now.", icon=":material/lock:")
    newer.way(at.sheet)
    sheets.requests(at.sheet)


def _of_progress(at: AtSection) -> object:
    route = at.sheet.route
    return route.progress, len(route.unanswered), len(route.hidden), len(at.unsaved)


def _progress(at: AtSection) -> None:
    """How far it has come."""
    sheets.progress(at.sheet)
    sheets.waiting(len(at.unsaved))


def _of_section(at: AtSection) -> object:
    """What decides which questions a section has: whether each is asked now is said by its own piece."""
    found, sheet = at.found, at.sheet
    if found is None:
        return ()
    pick = found.section.pick_id
    picked = (found.picked, sheet.stored.get(pick), at.unsaved.get(pick))
    questions = tuple(question.id for question in found.section.questions)
    return at.section, at.number, len(at.sections), picked, questions, sheet.open_for_me


def _section(pieces: Pieces[AtSection], at: AtSection) -> None:
    """The open section with its questions, and the ways on."""
    st.query_params["section"] = at.section
    if at.found is not None:
        st.caption(f"Section {at.number + 1} of {len(at.sections)}")
        sheets.section(at, at.found)
        for question in at.found.section.questions:
            asking.lay(pieces, question, at)
    pieces.lay("next", lambda now: (now.before, now.after, now.lacking), _next, at)
    arrival.arrive(f"{at.sheet.return_id}/{at.section}")
    if touches.recovered():
        st.rerun()


def _next(at: AtSection) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="next"):
        if at.before:
            key, icon = f"go/{at.before}", ":material/arrow_back:"
            st.button("Previous section", key=key, icon=icon, shortcut="Alt+P")
        if at.after:
            key, icon = f"go/{at.after}", ":material/arrow_forward:"
            st.button("Next section", key=key, icon=icon, type="primary", shortcut="Alt+N")
        if at.lacking:
            key, icon = f"missing/{at.lacking}", ":material/arrow_forward:"
            st.button("Go to what is missing", key=key, icon=icon, type="tertiary", shortcut="Alt+M")
        query = {"return": at.sheet.return_id}
        frame.link("fieldwork/check", "Check your answers", ":material/fact_check:", **query)
        frame.link("fieldwork/offline", "Answer in a spreadsheet", ":material/table_view:", **query)


def _of_below(at: AtSection) -> object:
    sheet = at.sheet
    today = sheet.place.seat.actor.today
    return sheet.open_for_me, sheet.place.row.due, today, lately(sheet.place.row.touched_at, today)


def _below(at: AtSection) -> None:
    """A way out, and when somebody last answered."""
    sheet = at.sheet
    if sheet.open_for_me:
        with st.container(horizontal=True, vertical_alignment="center", key="later-row"):
            sheets.later(sheet)
    if touched := sheet.place.row.touched_at:
        today = sheet.place.seat.actor.today
        st.caption(f"Everything you gave is saved as you go. Last touched {lately(touched, today)}.")
