"""Coding by keyboard: a number takes a suggested theme or leaves it, S saves and goes on to the next finding."""

import streamlit as st

from maap.domain.audit import Stage, has_reached
from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import arrival, frame
from maap.ui.themes import finding_parts as parts
from maap.ui.words import count, day, plain
from maap.usecases.coding import code_finding
from maap.views.coding import Chosen, Coding, Suggested

_DRAWN = "coding/drawn"


def chosen() -> int | None:
    """The finding to code: in the address, or where the last deed led."""
    return parts.in_address("finding")


def handle(actor: Actor, audit_id: int) -> None:
    """Every deed of the page."""
    drawn = st.session_state.get(_DRAWN)
    if (target := frame.pressed_one("onward")) is not None:
        _to(int(target))
    if drawn is None:
        return
    finding_id, _, _, following = drawn
    if (target := frame.pressed_one(f"take/{finding_id}")) is not None:
        _toggle(finding_id, int(target))
    none_fits = frame.pressed(f"none-fits/{finding_id}")
    if none_fits or frame.pressed(f"save/{finding_id}"):
        with frame.refusals(end=False):
            _save(actor, audit_id, [] if none_fits else _held(finding_id))
            _to(following)


def _save(actor: Actor, audit_id: int, wanted: list[int]) -> None:
    finding_id, revision, offered, _ = st.session_state[_DRAWN]
    try:
        with work() as session:
            code_finding(session, actor, audit_id, finding_id, wanted, offered, revision)
    finally:
        st.session_state.pop(_field(finding_id), None)  # what is stored is shown next, a colleague's themes too
    frame.done(f"Saved with {count(len(wanted), 'theme')}." if wanted else "Saved: no theme fits.")


def _to(finding_id: int | None) -> None:
    if finding_id is not None:
        st.query_params["finding"] = str(finding_id)


def _field(finding_id: int) -> str:
    return f"coding/{finding_id}/themes"


def _held(finding_id: int) -> list[int]:
    return list(st.session_state.get(_field(finding_id)) or [])


def _toggle(finding_id: int, theme_id: int) -> None:
    held = _held(finding_id)
    without = [one for one in held if one != theme_id]
    st.session_state[_field(finding_id)] = without if theme_id in held else [*held, theme_id]


def remember(page: Coding) -> None:
    """What was drawn, so that the next deed is done to exactly that; and the finding's themes, when it is fresh."""
    row = page.finding
    if row is None:
        return
    offered = tuple(one.theme_id for one in page.suggestions)
    st.session_state[_DRAWN] = (row.finding_id, row.revision, offered, page.next_uncoded_id)
    known = {one.theme_id for one in page.offers} | {one.theme_id for one in page.chosen}
    held = st.session_state.get(_field(row.finding_id))
    fresh = [one.theme_id for one in page.chosen] if held is None else [one for one in held if one in known]
    st.session_state[_field(row.finding_id)] = fresh


def progress(page: Coding) -> None:
    """How far the coding is, and how often suggestions were right so far."""
    done = page.of - page.left
    st.progress(done / page.of if page.of else 1.0, text=f"{done} of {parts.how_many(page.of)} looked at")
    st.caption(page.rightness.sentence)


def empty(page: Coding) -> None:
    """What to do when there is nothing to code."""
    if page.may_code:
        said = "There are no findings to code yet. Take them from the answers first."
    elif has_reached(page.head.stage, Stage.PUBLISHED):
        said = "This audit has no findings, and its stage takes no new ones."
    else:
        said = "There are no findings to code yet. They are taken from the answers once the panel has begun."
    st.info(said, icon=":material/hourglass_empty:")
    frame.link("themes/findings", "Findings", ":material/list:", audit=page.head.audit_id)


def finding(page: Coding) -> None:
    """The finding that is coded now."""
    row = page.finding
    if row is None:
        return
    with st.container(key="arrival"):
        st.header(f"Finding {page.number} of {page.of}", anchor=False)
    with st.container(border=True, key="cell-finding"):
        parts.told(row)
        frame.link(
            "themes/finding",
            "Where it comes from",
            ":material/account_tree:",
            audit=page.head.audit_id,
            finding=row.finding_id,
        )
    for one in page.chosen:
        st.caption(plain(who(one)))
    arrival.arrive(f"finding/{row.finding_id}")


def who(one: Chosen) -> str:
    """Who chose a theme, whether it had been suggested, and who confirmed it, in a sentence."""
    first = "Suggested by the machine, chosen" if one.suggested else "Chosen"
    said = f"{one.theme}: {first[0].lower()}{first[1:]} by {one.coded_by} on {day(one.coded_at)}"
    if not one.confirmed_by:
        return f"{said}; nobody of the team has confirmed it."
    return f"{said}." if one.confirmed_by == one.coded_by else f"{said}, confirmed by {one.confirmed_by}."


def themes(page: Coding) -> None:
    """Suggestions with their number keys, the list of all themes, and what to do next."""
    row = page.finding
    if row is None:
        return
    st.header("Themes", anchor=False)
    held = set(_held(row.finding_id))
    for number, one in enumerate(page.suggestions, start=1):
        _suggestion(row.finding_id, number, one, one.theme_id in held)
    names = {one.theme_id: f"{one.theme} ({one.group})" for one in page.offers}
    names |= {one.theme_id: one.theme for one in page.chosen if one.theme_id not in names}
    st.multiselect(
        "Themes of this finding",
        list(names),
        format_func=lambda theme: names.get(theme, ""),
        key=_field(row.finding_id),
        placeholder="Type to find another theme",
        disabled=not page.may_code,
    )
    _buttons(page, row.finding_id, bool(held))


def _suggestion(finding_id: int, number: int, one: Suggested, taken: bool) -> None:
    with st.container(gap=None):
        st.button(
            plain(("✔ " if taken else "") + one.theme),
            key=f"take/{finding_id}/{one.theme_id}",
            shortcut=str(number),
            type="primary" if taken else "secondary",
            width="stretch",
            help=plain(one.definition),
        )
        if one.shared:
            st.caption(plain(f"Because of: {', '.join(one.shared)}"))


def _buttons(page: Coding, finding_id: int, any_held: bool) -> None:
    if not page.may_code:
        st.info("Findings are coded while the panel works and while the report is written.")
        return
    onward = " and go on" if page.next_uncoded_id else ""
    with st.container(horizontal=True, key="coding-buttons"):
        st.button(f"Save{onward}", key=f"save/{finding_id}", type="primary", shortcut="S", disabled=not any_held)
        st.button(f"None fits{onward}", key=f"none-fits/{finding_id}", shortcut="X")
    with st.container(horizontal=True, key="coding-ways"):
        if page.previous_id:
            st.button("Previous", key=f"onward/{page.previous_id}", shortcut="K", type="tertiary")
        if page.next_id:
            st.button("Next", key=f"onward/{page.next_id}", shortcut="J", type="tertiary")


def keys() -> None:
    """What the keys do, for those who have not used the page before."""
    with st.expander("Keys"):
        st.text(
            "1 to 5: take or leave a suggested theme\nS: save, and go on to the next finding that is not coded\n"
            "X: none of the themes fits; the finding is kept for a new theme\nK and J: previous and next finding\n"
            "Tab: to the list of all themes"
        )
