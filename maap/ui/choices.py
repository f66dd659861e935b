"""Agencies, themes and scales on the screen: their lists and their forms."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, get_args

import streamlit as st

from maap.domain.choices import AGENCY_LABELS, THEME_LABELS
from maap.domain.grading_scales import LABELS as SCALE_LABELS
from maap.domain.grading_scales import NEUTRAL
from maap.domain.partnership import AgencyKind
from maap.domain.timetable_template import LABELS as STEP_LABELS
from maap.ui import catalogue
from maap.ui.words import count
from maap.views.codebook import Code
from maap.views.partnership import AgencyRow, Codebook, GroupRow, ScaleRow, Template, ThemeRow

AUDIENCES: Mapping[str, str] = MappingProxyType(
    {"children": "Children", "adults": "Adults", "both": "Children and adults"}
)
DIRECTIONS: Mapping[str, str] = MappingProxyType(
    {"higher_is_better": "A higher number is better", "lower_is_better": "A lower number is better"}
)
KINDS: tuple[str, ...] = get_args(AgencyKind)
MEANINGS = ("definition", "use_when", "not_when")
"""The fields that say what a theme means."""


def agencies(rows: Sequence[AgencyRow]) -> None:
    """All agencies in their order."""
    table = {
        row.id: {
            "Place": row.place,
            "Name": row.name,
            "Short name": row.short_name,
            "New audits": "Takes part" if row.active else "No longer",
        }
        for row in rows
    }
    widths = {"Place": st.column_config.NumberColumn(width=60), "Name": st.column_config.TextColumn(width=280)}
    catalogue.listed("agency", table, f"{count(len(rows), 'agency', 'agencies')} in their order", widths, 640)


def agency_form(row: AgencyRow | None, last: int) -> None:
    """An agency: to add after the ``last``, or to change."""
    values = {
        "name": row.name if row else "",
        "short_name": row.short_name if row else "",
        "aliases": "\n".join(row.aliases) if row else "",
        "kind": (row.kind or "other") if row else "other",
        "remit": row.remit if row else "",
        "place": row.place if row else last + 1,
        "active": row.active if row else True,
    }
    sheet = catalogue.show("agency", row.id if row else catalogue.NEW, row.revision if row else 0, values)
    with st.form(f"agency-form-{sheet.one}", border=False):
        st.text_input(AGENCY_LABELS["name"], key=sheet.key("name"), max_chars=200)
        st.text_input(f"{AGENCY_LABELS['short_name']}, for charts", key=sheet.key("short_name"), max_chars=30)
        st.text_area(
            AGENCY_LABELS["remit"],
            key=sheet.key("remit"),
            max_chars=600,
            height=110,
            placeholder="What this agency looks at in its own files",
        )
        st.text_area(f"{AGENCY_LABELS['aliases']}, one on each line (optional)", key=sheet.key("aliases"), height=110)
        with st.container(horizontal=True):
            st.selectbox(AGENCY_LABELS["kind"], KINDS, format_func=str.capitalize, key=sheet.key("kind"))
            st.number_input(AGENCY_LABELS["place"], min_value=1, max_value=999, step=1, key=sheet.key("place"))
        st.checkbox(AGENCY_LABELS["active"], key=sheet.key("active"))
        catalogue.save_button(sheet, "Save" if row else "Add this agency")
    catalogue.undo_button(sheet)


def themes(book: Codebook, shown: Sequence[ThemeRow]) -> None:
    """Themes, group by group, with what they mean."""
    table = {
        row.id: {
            "Group": row.group,
            "Theme": row.name if row.active else f"{row.name} (not in use)",
            "What it means": row.definition,
        }
        for row in shown
    }
    widths = {name: st.column_config.TextColumn(width=width) for name, width in (("Group", 150), ("Theme", 210))}
    alt = f"{len(shown)} of {count(len(book.themes), 'theme')} in {count(len(book.groups), 'group')}"
    if not table:
        st.text("No theme fits. Type less, or choose another group.")
        return
    catalogue.listed("theme", table, alt, widths, 640)


def found(book: Codebook) -> list[ThemeRow]:
    """Themes that fit what is typed above the list."""
    groups = {group.id: group.name for group in book.groups}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = str(st.text_input("Find a word", key="themes/text") or "").casefold()
        only = st.multiselect(
            "Group",
            list(groups),
            format_func=lambda one: groups.get(one, ""),
            key="themes/groups",
            placeholder="Any group",
        )
        idle = st.toggle("Also those not in use", key="themes/idle")
    fitting = [
        row
        for row in book.themes
        if (idle or row.active)
        and (not only or row.group_id in only)
        and all(word in f"{row.name} {row.definition} {row.use_when}".casefold() for word in text.split())
    ]
    st.caption(f"{len(fitting)} of {count(len(book.themes), 'theme')}")
    return fitting


def theme_form(row: ThemeRow | None, book: Codebook) -> None:
    """A theme: to add, or to change."""
    groups = {group.id: group.name for group in book.groups}
    one, seen = (row.id, row.revision) if row else (catalogue.NEW, 0)
    sheet = catalogue.show("theme", one, seen, theme_values(row, groups))
    with st.form(f"theme-form-{sheet.one}", border=False):
        theme_fields(sheet, groups)
        st.checkbox(THEME_LABELS["active"], key=sheet.key("active"))
        catalogue.save_button(sheet, "Save" if row else "Add this theme")
    catalogue.undo_button(sheet)


def theme_values(row: ThemeRow | Code | None, groups: Mapping[int, str]) -> dict[str, Any]:
    """What stands in the fields of a theme; of a new one, what they begin with."""
    return {name: getattr(row, name) if row else "" for name in ("name", *MEANINGS)} | {
        "group_id": row.group_id if row else next(iter(groups), None),
        "audience": row.audience if row else "both",
        "active": row.active if row else True,
    }


def theme_fields(sheet: catalogue.Form, groups: Mapping[int, str]) -> None:
    """The fields that every form of a theme has, but for whether it is in use, which comes last."""
    st.text_input(THEME_LABELS["name"], key=sheet.key("name"), max_chars=200)
    names = groups.__getitem__
    st.selectbox(THEME_LABELS["group_id"], list(groups), format_func=names, key=sheet.key("group_id"))
    st.radio(
        THEME_LABELS["audience"],
        list(AUDIENCES),
        format_func=AUDIENCES.__getitem__,
        key=sheet.key("audience"),
        horizontal=True,
    )
    for name in MEANINGS:
        st.text_area(THEME_LABELS[name], key=sheet.key(name), max_chars=600, height=100)


def group_form(row: GroupRow | None) -> None:
    """The name of a group of themes: to add, or to change."""
    one = row.id if row else catalogue.NEW
    sheet = catalogue.show("group", one, row.revision if row else 0, {"name": row.name if row else ""})
    with st.form(f"group-form-{sheet.one}", border=False):
        st.text_input("Name of the group", key=sheet.key("name"), max_chars=200)
        catalogue.save_button(sheet, "Rename this group" if row else "Add this group")
    catalogue.undo_button(sheet)


def scale_form(row: ScaleRow | None, pattern: ScaleRow | None) -> None:
    """A grading scale with its levels in a table. A new one begins with the levels of ``pattern``."""
    like = row or pattern
    values = {
        "name": row.scale.name if row else "",
        "direction": like.scale.direction if like else "higher_is_better",
        "active": row.active if row else True,
    }
    one, seen = (row.id, row.revision) if row else (catalogue.NEW, 0)
    sheet = catalogue.show("scale", one, seen, values, levels=_levels(like, is_new=row is None))
    with st.form(f"scale-form-{sheet.one}"):
        with st.container(horizontal=True):
            st.text_input(SCALE_LABELS["name"], key=sheet.key("name"), max_chars=120)
            st.radio(
                SCALE_LABELS["direction"],
                list(DIRECTIONS),
                format_func=DIRECTIONS.__getitem__,
                key=sheet.key("direction"),
            )
        _levels_table(sheet)
        st.checkbox("May be chosen for new audits", key=sheet.key("active"))
        catalogue.save_button(sheet, "Save this scale" if row else "Add this scale")
    catalogue.undo_button(sheet)


def _levels(like: ScaleRow | None, is_new: bool) -> list[dict[str, Any]]:
    """Levels as rows. Those of a new scale get values of their own, but for the neutral ones, which mean the same."""
    neutral = {value for value, *_ in NEUTRAL}
    return [
        {
            "place": place,
            "label": level.label,
            "description": level.description,
            "rank": level.rank,
            "value": None if is_new and level.value not in neutral else level.value,
        }
        for place, level in enumerate(like.scale.levels if like else (), start=1)
    ]


def _levels_table(sheet: catalogue.Form) -> None:
    st.caption(
        "Leave the worth empty for an answer that is not a grade, such as “Not known to us”: it is counted by itself "
        "and never compared. Add a level in the last, empty row. To take one out, tick it at its left and press Delete."
    )
    st.data_editor(
        list(sheet.tables["levels"]),
        key=sheet.key("levels"),
        num_rows="dynamic",
        hide_index=True,
        placeholder="",
        column_order=("place", "label", "description", "rank"),
        column_config={
            "place": st.column_config.NumberColumn("Place", width=60, step=1, min_value=0),
            "label": st.column_config.TextColumn("Label", width=200, max_chars=120),
            "description": st.column_config.TextColumn("What it means", width=620, max_chars=1000),
            "rank": st.column_config.NumberColumn("Worth", width=70, step=1),
        },
    )


def timetable_form(page: Template) -> None:
    """The timetable template as a table."""
    steps = [step.model_dump(mode="json") for step in page.steps]
    sheet = catalogue.show("timetable", 1, page.revision, {}, steps=steps)
    with st.form("timetable-form"):
        st.data_editor(
            list(sheet.tables["steps"]),
            key=sheet.key("steps"),
            num_rows="dynamic",
            hide_index=True,
            placeholder="",
            height=35 * (len(steps) + 2) + 2,
            column_order=("name", "week", "working_days", "lasts", "who"),
            column_config={
                "name": st.column_config.TextColumn(STEP_LABELS["name"], width=390, max_chars=200),
                "week": st.column_config.NumberColumn(STEP_LABELS["week"], width=70, step=1),
                "working_days": st.column_config.NumberColumn(STEP_LABELS["working_days"], width=140, step=1),
                "lasts": st.column_config.NumberColumn(f"{STEP_LABELS['lasts']} (working days)", width=160, step=1),
                "who": st.column_config.TextColumn(STEP_LABELS["who"], width=240, max_chars=200),
            },
        )
        catalogue.save_button(sheet, "Save the timetable")
    catalogue.undo_button(sheet)
