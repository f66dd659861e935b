"""The library on the screen: a search over earlier briefings and published editions, and the way in for more."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from maap.domain.fitting import fit
from maap.domain.library import KINDS, LABELS, Facts, LooksPersonal, Piece
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.uploads import BRIEFING
from maap.outside.document_text import read_document
from maap.outside.virus_scan import harmless
from maap.storage.db import work
from maap.ui import frame, opened
from maap.ui.boxes import file_box
from maap.ui.words import count, day, on_badge, plain
from maap.usecases import library as deeds
from maap.views.library import Found, Item, Library, Wanted

ADD, _FILE = "library-add", "library-add-file/box"
_MORE = 15


def handle(actor: Actor) -> None:
    """Every deed of the page."""
    opened.given_up()
    if frame.pressed("add-to-library"):
        with opened.saving(ADD, "The briefing is in the library."):
            _add(actor)
    if (target := frame.pressed_one("save-item")) is not None:
        form = _form(int(target))
        with opened.saving(form, "The briefing is described anew."), work() as session:
            deeds.correct(session, actor, int(target), _facts(form), opened.seen(form))
    if (target := frame.pressed_one("remove-item")) is not None:
        with frame.refusals(end=False):
            with work() as session:
                deeds.remove(session, actor, int(target))
            st.query_params.pop("item", None)
            frame.done("The briefing is taken out of the library.")


def _add(actor: Actor) -> None:
    file = st.session_state.get(_FILE)
    if file is None:
        raise Problem("Choose the briefing as PDF or Word (.docx).")
    facts, data = _facts(ADD), harmless(file.getvalue())
    document = read_document(file.name, data)
    with work() as session:
        deeds.add(session, actor, facts, document, data, bool(st.session_state.get(f"{ADD}/looked_at")))


def _facts(form: str) -> Facts:
    held = opened.typed(form)
    given = {name: held.get(name) for name in ("title", "year", "kind", "dated")}
    return fit(Facts, {**given, "themes": tuple(held.get("themes") or ())}, LABELS)


def _form(item_id: int) -> str:
    return f"library-item/{item_id}"


def wanted() -> Wanted:
    """The search, as the address has it."""
    asked = st.query_params
    theme, most = asked.get("theme", ""), asked.get("most", "")
    return Wanted(
        words=asked.get("words", ""),
        theme_id=int(theme) if theme.isascii() and theme.isdigit() and len(theme) < 9 else None,
        year=asked.get("year", ""),
        most=int(most) if most.isascii() and most.isdigit() and len(most) < 5 else _MORE,
    )


def item_id() -> int | None:
    """The briefing that the address names."""
    given = st.query_params.get("item", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else None


def search(page: Library, asked: Wanted) -> None:
    """Words, theme and year; all three live in the address."""
    with st.container(horizontal=True, key="library-search"):
        st.text_input("Search for words", key="words", bind="query-params", placeholder="For example: home conditions")
        themes = {str(theme_id): name for theme_id, name in page.themes.items()}
        st.selectbox(
            "Theme",
            ["", *themes],
            format_func=lambda key: plain(themes.get(key, "All themes")),
            key="theme",
            bind="query-params",
        )
        st.selectbox(
            "Year",
            ["", *page.years],
            format_func=lambda key: key or "All years",
            key="year",
            bind="query-params",
        )
    found = len(page.found) + page.more
    if not page.held:
        st.info("The library is empty. Earlier briefings and published documents stand here.", icon=":material/book:")
    elif asked.words or asked.theme_id or asked.year:
        st.text(f"{count(found, 'document')} of {page.held:,} found." if found else "Nothing has all of that in it.")
    else:
        st.text(f"{count(found, 'document')}, the newest first.")


def listed(page: Library, asked: Wanted) -> None:
    """What was found."""
    for found in page.found:
        _one(found)
    if page.more:
        frame.link(
            "library/library",
            f"Show {min(page.more, _MORE)} more",
            ":material/expand_more:",
            words=asked.words,
            theme=asked.theme_id or "",
            year=asked.year,
            most=asked.most + _MORE,
        )


def _one(found: Found) -> None:
    with st.container(border=True, key=f"row-library-{found.item_id}-{found.edition_id}", gap="small"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.header(plain(found.title), anchor=False, width="content")
            st.badge(found.year, color="gray")
            st.badge(on_badge(found.kind), color="blue")
        if found.snippet:
            st.markdown(_marked(found.snippet))
        facts = [*([day(found.dated)] if found.dated else []), *found.themes]
        if facts:
            st.caption(plain(" · ".join(facts)))
        if found.item_id:
            frame.link("library/library", "Read it", ":material/menu_book:", item=found.item_id)
        else:
            st.html(_edition_link(found.edition_id))


def _edition_link(edition_id: int) -> str:
    return f'<a href="/files/editions/{int(edition_id)}" target="_blank">Read it (opens in a new tab)</a>'


def _marked(pieces: Sequence[Piece]) -> str:
    return "".join(f"**{plain(piece.text)}**" if piece.found else plain(piece.text) for piece in pieces)


def whole(page: Item) -> None:
    """One uploaded briefing with its text."""
    frame.link("library/library", "Back to the library", ":material/arrow_back:")
    frame.title(plain(page.title))
    facts = [page.kind, page.year, *([day(page.dated)] if page.dated else []), *page.themes.values()]
    st.caption(plain(" · ".join(facts)))
    size = f"{page.ending.upper()}, {max(1, page.size // 1024):,} KB"
    st.html(f'<a class="house-button" href="/files/library/{page.item_id}" download>Download ({size})</a>')
    if page.may_keep:
        _change(page)
    st.header("Its words", anchor=False)
    st.text(page.text)


def _change(page: Item) -> None:
    form = _form(page.item_id)
    if frame.pressed("change-item"):
        stored = {"title": page.title, "year": page.year, "kind": page.kind_key, "dated": page.dated}
        opened.open_with(form, {**stored, "themes": list(page.themes)}, page.revision)
    if not opened.is_open(form):
        with st.container(horizontal=True):
            st.button("Describe it better", key="change-item", icon=":material/edit:")
            with st.popover("Take it out", icon=":material/delete:"):
                st.text("The file is removed for everybody. That it was here stays in the trail.")
                st.button("Take it out of the library", key=f"remove-item/{page.item_id}")
        return
    with st.container(border=True, key="cell-library-change"):
        _fields(form, page.codebook)
        opened.refused(form, page.revision)
        opened.buttons(form, f"save-item/{page.item_id}", "Save")


def way_in(page: Library, today: date) -> None:
    """The way in for an earlier briefing, for those who keep the library."""
    if not page.may_keep:
        return
    if frame.pressed("open-library-add"):
        year = today.year if today.month >= 4 else today.year - 1
        last = f"{year - 1}/{year % 100:02}"
        opened.open_with(ADD, {"title": "", "year": last, "kind": "briefing", "dated": None, "themes": []})
    if not opened.is_open(ADD):
        st.button("Add an earlier briefing", key="open-library-add", icon=":material/upload_file:")
        return
    with st.container(border=True, key="cell-library-add"):
        st.header("Add an earlier briefing", anchor=False)
        file_box(BRIEFING, "PDF or Word document", _FILE)
        _fields(ADD, page.themes)
        opened.refused(ADD)
        if isinstance(st.session_state.get(f"{ADD}/refusal"), LooksPersonal):
            st.checkbox(
                "I have looked: nobody can be told from these words", key=f"{ADD}/looked_at", persist_state="session"
            )
        opened.buttons(ADD, "add-to-library", "Add it")


def _fields(form: str, themes: Any) -> None:
    st.text_input("Title", key=f"{form}/title", max_chars=200, persist_state="session")
    with st.container(horizontal=True):
        st.text_input("Audit year", key=f"{form}/year", placeholder="2021/22", persist_state="session")
        st.selectbox(
            "Kind", list(KINDS), format_func=lambda key: KINDS[key], key=f"{form}/kind", persist_state="session"
        )
        st.date_input(
            "Date on it (optional)",
            value=None,
            key=f"{form}/dated",
            format="DD/MM/YYYY",
            persist_state="session",
            min_value=date(1990, 1, 1),
        )
    st.multiselect(
        "Themes (optional)",
        list(themes),
        format_func=lambda key: plain(themes.get(key, "")),
        key=f"{form}/themes",
        persist_state="session",
        placeholder="Choose from the codebook",
    )
