"""The fields of one section or question. Whatever somebody touches is saved at the next step, without a button.

Only what was touched is saved, and only when no colleague changed the same field since it was shown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import streamlit as st

from maap.domain.part_fields import refuse_overtaken, tables, values, with_values
from maap.domain.people import Actor
from maap.storage.db import work
from maap.ui import frame
from maap.ui.designer import deeds, place
from maap.usecases.questionnaires import save_draft
from maap.views.questionnaires import design

Row = dict[str, Any]
_OPEN = "designer/sheet"


@dataclass(frozen=True)
class Sheet:
    """A part as it was drawn. ``filled``: field → what it showed. ``rows``: table → the rows that it began with.

    ``stored``: table → the rows as they are kept. ``round``: counts how often the tables were begun anew.
    """

    version_id: int
    part: str
    filled: Mapping[str, Any] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    stored: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    round: int = 0

    def key(self, name: str) -> str:
        """The widget key of a field; a table's changes with each round, because its edits cannot be set."""
        ending = f"@{self.round}" if name in self.rows else ""
        return f"sheet/{self.version_id}/{self.part}/{name}{ending}"

    def table(self, name: str) -> list[Row]:
        """The rows of a table after what somebody did to them."""
        edits = st.session_state.get(self.key(name)) or {}
        gone, changes = set(edits.get("deleted_rows", ())), edits.get("edited_rows", {})
        kept = [{**row, **changes.get(at, {})} for at, row in enumerate(self.rows[name]) if at not in gone]
        return kept + [dict(row) for row in edits.get("added_rows", ())]

    def touched(self) -> dict[str, Any]:
        """The fields that hold something else than they showed, and what."""
        found: dict[str, Any] = {}
        for name, was in self.filled.items():
            if self.key(name) in st.session_state and _plain(st.session_state[self.key(name)]) != _plain(was):
                found[name] = _plain(st.session_state[self.key(name)])
        for name, stored in self.stored.items():
            if self.key(name) in st.session_state and _seen(self.table(name)) != _seen(stored):
                found[name] = self.table(name)
        return found


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _seen(rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """What a person sees of rows, to compare them by; an empty row is none."""
    found = [tuple(str(row.get(cell) or "").strip() for cell in ("label", "name", "welsh")) for row in rows]
    scores = [None if row.get("score") is None else float(row["score"]) for row in rows]
    return [(*words, score) for words, score in zip(found, scores, strict=True) if any(words)]


def keep(actor: Actor, version_id: int) -> bool:
    """Save what was touched since the last step. Whether all of it could be kept; if not, it says why not."""
    sheet = st.session_state.get(_OPEN)
    if not isinstance(sheet, Sheet) or sheet.version_id != version_id or not (touched := sheet.touched()):
        return True
    with frame.refusals(end=False):
        with work() as session:
            page = design(session, actor, version_id)
            part = deeds.part_of(page.form, sheet.part)
            refuse_overtaken(part, touched, sheet.filled, sheet.stored)
            form = with_values(page.form, sheet.part, touched, page.scales)
            if form != page.form:
                revision = save_draft(session, actor, version_id, form, page.revision)
                deeds.note(version_id, page.form, revision)
        _kept(sheet, touched)
        return True
    return False


def _kept(sheet: Sheet, touched: Mapping[str, Any]) -> None:
    st.session_state[_OPEN] = replace(
        sheet,
        filled={name: touched.get(name, was) for name, was in sheet.filled.items()},
        stored={name: touched.get(name, was) for name, was in sheet.stored.items()},
    )
    if "id" in touched:
        place.choose(str(touched["id"]).strip())


def show(version_id: int, part: str, form: Any) -> Sheet:
    """The fields of a part: filled with what is stored, but for what somebody typed that was refused."""
    found = deeds.part_of(form, part)
    now, rows = values(found), tables(found)
    before = st.session_state.get(_OPEN)
    sheet = Sheet(version_id, part, round=_next_round(before))
    if isinstance(before, Sheet) and (before.version_id, before.part) == (version_id, part):
        sheet = before if before.rows.keys() == rows.keys() else sheet
    sheet = _with_tables(sheet, rows)
    for name, value in now.items():
        key = sheet.key(name)
        untouched = _plain(st.session_state.get(key)) == _plain(sheet.filled.get(name, object()))
        if key not in st.session_state or untouched:
            st.session_state[key] = value
    sheet = replace(sheet, filled=now)
    st.session_state[_OPEN] = sheet
    return sheet


def _next_round(before: Any) -> int:
    return before.round + 1 if isinstance(before, Sheet) else 0


def _with_tables(sheet: Sheet, rows: Mapping[str, Sequence[Row]]) -> Sheet:
    """The same table as long as it shows what is stored, or was refused; otherwise begun anew."""
    known = all(sheet.key(name) in st.session_state for name in sheet.rows)
    same = sheet.rows.keys() == rows.keys() and known
    if same and all(_seen(sheet.stored[name]) == _seen(rows[name]) for name in rows):
        return replace(sheet, stored=rows)
    return replace(sheet, rows=rows, stored=rows, round=sheet.round + 1)


def discard() -> None:
    """Show what is stored instead of what is typed."""
    sheet = st.session_state.pop(_OPEN, None)
    if isinstance(sheet, Sheet):
        for name in (*sheet.filled, *sheet.rows):
            st.session_state.pop(sheet.key(name), None)


def is_refused() -> bool:
    """Whether something was typed that could not be kept."""
    sheet = st.session_state.get(_OPEN)
    return isinstance(sheet, Sheet) and bool(sheet.touched())
