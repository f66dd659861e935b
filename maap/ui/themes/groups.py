"""Findings without a theme on the screen, in the groups that emerge; a group can become a theme."""

from collections import defaultdict

import streamlit as st

from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import catalogue, frame
from maap.ui.themes import codebook
from maap.ui.themes import finding_parts as parts
from maap.ui.words import count, plain
from maap.usecases.codebook import theme_of_group
from maap.views.emerging import Emerging, Group, Unfitting

KIND = "group-theme"
_OPEN = "groups/open"
_MOST = 4


def handle(actor: Actor) -> None:
    """Open a group, or make a theme of it."""
    catalogue.undo(KIND)
    if (target := frame.pressed_one("make-theme")) is not None:
        st.session_state[_OPEN] = target
    if form := catalogue.sent(KIND):
        by_audit: dict[int, list[int]] = defaultdict(list)
        for audit_id, finding_id in st.session_state.get(f"{_OPEN}/findings", ()):
            by_audit[audit_id].append(finding_id)
        with catalogue.saving(form, "The theme is in the codebook, and these findings are coded to it."):
            with work() as session:
                theme_of_group(session, actor, form.typed(), by_audit)
            st.session_state.pop(_OPEN, None)


def groups(page: Emerging) -> None:
    """Each group with the words that its findings share."""
    if not page.groups and not page.alone:
        st.info("Every finding has a theme.", icon=":material/check_circle:")
        return
    for group in page.groups:
        with st.container(border=True, key=f"cell-group-{group.findings[0].finding_id}"):
            _group(page, group)
    if page.alone:
        st.header(f"Like no other ({len(page.alone)})", anchor=False)
        for one in page.alone:
            _finding(one)
    if page.more:
        st.caption(f"{count(page.more, 'older finding')} without a theme not shown. Code these first.")


def _group(page: Emerging, group: Group) -> None:
    title = ", ".join(group.words) or "Alike in meaning"
    st.header(plain(f"{count(len(group.findings), 'finding')}: {title}"), anchor=False)
    for one in group.findings[:_MOST]:
        _finding(one)
    if len(group.findings) > _MOST:
        with st.expander(f"{len(group.findings) - _MOST} more"):
            for one in group.findings[_MOST:]:
                _finding(one)
    open_ones = [one for one in group.findings if one.open]
    if not page.may_change or not open_ones:
        return
    key = str(group.findings[0].finding_id)
    if st.session_state.get(_OPEN) != key:
        st.button("Make a theme of these", key=f"make-theme/{key}", icon=":material/add:")
        return
    st.session_state[f"{_OPEN}/findings"] = [(one.audit_id, one.finding_id) for one in open_ones]
    examples = "\n".join(one.text for one in open_ones[:2])
    codebook.fields(
        KIND,
        None,
        page.codebook_groups,
        "Add this theme, and code these findings to it",
        words="\n".join(group.words),
        examples=examples,
    )


def _finding(one: Unfitting) -> None:
    with st.container(border=True, key=f"row-unfitting-{one.finding_id}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            parts.polarity(one.polarity)
            st.caption(plain(one.reference))
        st.text(one.text)
        of = {"audit": one.audit_id, "finding": one.finding_id}
        label = f"Code finding {one.finding_id}" if one.open else f"Open finding {one.finding_id}"
        frame.link("themes/coding" if one.open else "themes/finding", label, None, **of)
