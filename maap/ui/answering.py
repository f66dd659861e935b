"""Answering a return: the part of its page that is drawn again at each answer, and the rest that stands.

One answer costs the server its part, not the page. What stands outside is `Standing`: where that has changed,
the whole page is drawn again.
"""

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from maap.domain.engine import SectionRoute
from maap.domain.fieldwork import ReturnState
from maap.domain.issues import tells_of_an_issue
from maap.domain.labels import LANGUAGES
from maap.domain.people import Actor
from maap.domain.spoken import languages
from maap.storage.db import reading
from maap.ui import arrival, asking, frame, newer, notes, parts, presence, sheets, touches
from maap.ui.saving import save_touched
from maap.ui.words import lately
from maap.views.returns import Sheet, ThemeChoice, sheet

_Questions = Callable[[Sheet, SectionRoute], None]
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
    """What an answer draws again: its question, how the return stands, the section."""
    as_drawn, return_id = _standing(page), page.return_id

    def once_more(somebody: Actor) -> Sheet:
        found = step(somebody, return_id, page.themes)
        if _standing(found) != as_drawn:
            parts.show_page()
        return found

    def both(somebody: Actor) -> Sheet:
        parts.show_together(once_more(somebody), standing, section)

    def questions(loaded: Sheet, found: SectionRoute) -> None:
        asking.each(loaded, found, once_more, (standing, section))

    standing = parts.Part("standing", both, lambda loaded: _stand(loaded, above, below))
    section = parts.Part("section", both, lambda loaded: _section(loaded, questions))
    section.show(page)
    standing.show(page)


def _standing(page: Sheet) -> Standing:
    """What the rest of the page depends on."""
    told = any(tells_of_an_issue(key, value) for key, value in page.route.answers.items())
    return Standing(page.state, page.open_for_me, sheets.at_risk(page), told)


def _chosen(page: Sheet) -> str:
    """The section that the address names, else the first."""
    order, chosen = _order(page), st.query_params.get("section", "")
    return chosen if chosen in order else (order[0] if order else "")


def _order(page: Sheet) -> list[str]:
    return [found.section.id for found in page.route.sections]


def _stand(page: Sheet, above: DeltaGenerator, below: DeltaGenerator) -> None:
    """How the return stands: above the section, below it, and in the list of sections beside it."""
    with above:
        sheets.standing(page)
        if not page.open_for_me:
            st.info("You can read this return, but not change it now.", icon=":material/lock:")
        newer.way(page)
        sheets.requests(page)
        sheets.progress(page)
        sheets.waiting(len(touches.waiting(page.return_id)))
    sheets.task_list(page, _chosen(page))
    with below:
        _below(page)


def _section(page: Sheet, questions: _Questions) -> None:
    """The chosen section with its questions, and the ways on."""
    order, chosen = _order(page), _chosen(page)
    st.query_params["section"] = chosen
    for at, found in enumerate(page.route.sections, start=1):
        if found.section.id == chosen:
            st.caption(f"Section {at} of {len(order)}")
            sheets.section(page, found)
            questions(page, found)
    _next(page, order, chosen)
    presence.note(page, chosen)
    arrival.arrive(f"{page.return_id}/{chosen}")
    if touches.recovered():
        st.rerun()


def _next(page: Sheet, order: list[str], chosen: str) -> None:
    at = order.index(chosen) if chosen else 0
    with st.container(horizontal=True, key="next"):
        if at > 0:
            key = f"go/{order[at - 1]}"
            st.button("Previous section", key=key, icon=":material/arrow_back:", shortcut="Alt+P")
        if at + 1 < len(order):
            key, icon = f"go/{order[at + 1]}", ":material/arrow_forward:"
            st.button("Next section", key=key, icon=icon, type="primary", shortcut="Alt+N")
        sheets.elsewhere(page, chosen)
        frame.link("fieldwork/check", "Check your answers", ":material/fact_check:", **{"return": page.return_id})
        frame.link(
            "fieldwork/offline", "Answer in a spreadsheet", ":material/table_view:", **{"return": page.return_id}
        )


def _below(page: Sheet) -> None:
    if page.open_for_me:
        with st.container(horizontal=True, vertical_alignment="center", key="later-row"):
            sheets.later(page)
    if touched := page.place.row.touched_at:
        today = page.place.seat.actor.today
        st.caption(f"Everything you gave is saved as you go. Last touched {lately(touched, today)}.")
