"""The menu of an audit: one row of few pages, otherwise its groups, and below them the pages of one group."""

from collections.abc import Sequence

import streamlit as st

from maap.ui.rooms import Room

FEW = 7
"""So many pages fit into one row."""


def audit_menu(rooms: Sequence[Room], audit: int, here: Room) -> None:
    """Links to the pages of an audit that somebody may see. ``here``: the page that is open."""
    with st.container(gap="xsmall", key="audit_menu"):
        if len(rooms) <= FEW:
            _row("all", [(room.title, room) for room in rooms], audit)
        else:
            _grouped(rooms, audit, here.group)


def _grouped(rooms: Sequence[Room], audit: int, here: str) -> None:
    groups: dict[str, list[Room]] = {}
    for room in rooms:
        groups.setdefault(room.group, []).append(room)
    names = {group: of_group[0].title if len(of_group) == 1 else group for group, of_group in groups.items()}
    _row("groups", [(names[group], of_group[0]) for group, of_group in groups.items()], audit, names.get(here, ""))
    if len(groups.get(here, ())) > 1:
        _row("pages", [(room.title, room) for room in groups[here]], audit)


def _row(key: str, links: Sequence[tuple[str, Room]], audit: int, here: str = "") -> None:
    with st.container(horizontal=True, gap="small", key=f"audit_menu_{key}"):
        for label, room in links:
            with st.container(width="content", key="audit_menu_here" if label == here else None):
                st.page_link(room.path, label=label, icon=room.icon, query_params={"audit": str(audit)})
