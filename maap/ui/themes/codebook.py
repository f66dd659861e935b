"""The codebook on the screen: the list with its counts and checks, and one theme with what can be done to it."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from maap.domain.codebook import FEW, LABELS, Health, Overlap
from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import catalogue, frame
from maap.ui.choices import MEANINGS, theme_fields, theme_values
from maap.ui.themes import finding_parts as parts
from maap.ui.words import count
from maap.usecases.codebook import add_code, change_code
from maap.views.codebook import Code, Codebook, CodeSheet

KIND = "code"
_LINES = ("words", "examples")


def handle(actor: Actor) -> None:
    """Save a theme that was written here."""
    catalogue.undo(KIND)
    if form := catalogue.sent(KIND):
        with catalogue.saving(form, "The theme is saved."), work() as session:
            if form.is_new:
                catalogue.choose(KIND, add_code(session, actor, form.typed()))
            else:
                change_code(session, actor, form.id, form.typed(), form.revision)


def chosen(book: Codebook) -> int | None:
    """The theme that is open: from the list, from the field above it, or from the address."""
    names = {code.theme_id: code.name for code in book.codes}
    given = parts.in_address("theme")
    if given in names:
        catalogue.choose(KIND, given)
        del st.query_params["theme"]
    return catalogue.chosen(KIND, names, "Theme", "Choose from the list, or type a name")


def listed(book: Codebook) -> None:
    """Every theme in use, group by group, with how often it is used."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = str(st.text_input("Find a word", key="codebook/text") or "").casefold()
        idle = st.toggle("Also those not in use", key="codebook/idle")
    shown = [
        code for code in book.codes if (idle or code.active) and all(word in _searched(code) for word in text.split())
    ]
    st.caption(f"{len(shown)} of {count(len(book.codes), 'theme')}. Counted: findings in the audits that you may read.")
    table = {code.theme_id: _row(code) for code in shown}
    alt = f"{count(len(shown), 'theme')} with their findings, as strengths and as areas for development"
    if table:
        widths = {"Theme": 260, "Strengths": 75, "Areas": 60, "Returns": 70, "Group": 160}
        config = {name: st.column_config.Column(width=width) for name, width in widths.items()}
        catalogue.listed(KIND, table, alt, config, 560)


def _searched(code: Code) -> str:
    return " ".join((code.name, code.definition, code.use_when, *code.words)).casefold()


def _row(code: Code) -> dict[str, Any]:
    state = f" (now: {code.merged_into})" if code.merged_into else "" if code.active else " (not in use)"
    return {
        "Theme": code.name + state,
        "Strengths": code.strengths,
        "Areas": code.areas,
        "Returns": code.returns,
        "Group": code.group,
    }


def checks(book: Codebook) -> None:
    """What is worth a look."""
    found: Health = book.health
    n = sum(map(bool, (found.thin, found.undefined, found.overlapping, found.near_duplicates, book.without_theme)))
    label = f"Health of the codebook: {count(n, 'thing')} to look at" if n else "Health of the codebook: nothing to do"
    with st.expander(label, icon=":material/monitor_heart:"):
        if book.without_theme:
            verb = "has" if book.without_theme == 1 else "have"
            st.text(f"{parts.how_many(book.without_theme)} {verb} no theme.")
            frame.link("themes/groups", "See which of them belong together", ":material/scatter_plot:")
        _named(f"Thin: fewer than {FEW} findings. Does it belong to another theme?", book, found.thin)
        _named("Not written in full: says not what it means, or when to use it.", book, found.undefined)
        _pairs("Overlap: at least half of the findings of the two are coded to both.", book, found.overlapping)
        _pairs("Near-duplicates: their definitions say nearly the same.", book, found.near_duplicates)
        if found.unused:
            st.caption(f"{count(len(found.unused), 'theme')} not used yet.")


def _named(what: str, book: Codebook, ids: Sequence[int]) -> None:
    if ids:
        st.text(f"{what}\n{', '.join(book.named(one) for one in ids)}")


def _pairs(what: str, book: Codebook, pairs: Sequence[Overlap]) -> None:
    if pairs:
        lines = [
            f"{book.named(pair.one)} and {book.named(pair.other)}"
            + (f": {pair.both} of {parts.how_many(pair.of)}" if pair.of else "")
            for pair in pairs
        ]
        st.text("\n".join([what, *lines]))


def form(book: Codebook, sheet: CodeSheet | None) -> None:
    """A theme's fields, to add or to change; to be read only for those who may not change it."""
    if sheet is not None and (not book.may_change or sheet.code.merged_into):
        _read(sheet.code)
        return
    if not book.may_change:
        return
    code = sheet.code if sheet else None
    fields(KIND, code, book.groups, "Save" if code else "Add this theme")


def fields(kind: str, code: Code | None, groups: Mapping[int, str], label: str, **filled: Any) -> None:
    """The form of a theme; ``filled``: what a new one begins with."""
    values = theme_values(code, groups) | {name: "\n".join(getattr(code, name)) if code else "" for name in _LINES}
    one, seen = (code.theme_id, code.revision) if code else (catalogue.NEW, 0)
    sheet = catalogue.show(kind, one, seen, values | filled)
    with st.form(f"{kind}-form-{sheet.one}", border=False):
        theme_fields(sheet, groups)
        for name in _LINES:
            st.text_area(f"{LABELS[name]}, one on each line", key=sheet.key(name), height=100)
        st.checkbox(LABELS["active"], key=sheet.key("active"))
        catalogue.save_button(sheet, label)
    catalogue.undo_button(sheet)


def _read(code: Code) -> None:
    if code.merged_into:
        st.info(f"Merged into another theme, which is now called: {code.merged_into.replace('*', '')}.")
    for name in MEANINGS:
        st.caption(LABELS[name])
        st.text(getattr(code, name))
    for name in _LINES:
        told = getattr(code, name)
        if told:
            st.caption(LABELS[name])
            st.text("\n".join(told))
