"""The widgets of a section or question, each with its hint. They say what is stored; `sheet` saves what is touched."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from maap.domain.part_fields import LABELS, NEEDS
from maap.domain.questionnaire import YES_NO
from maap.ui.designer.sheet import Sheet

POLARITIES = {"": "Neither", "strength": "A strength", "area": "An area for development"}
ROW_HEIGHT = 36


class Pen:
    """Draws the fields of one sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def line(self, name: str, label: str = "", hint: str = "", most: int = 200) -> None:
        """A line of text."""
        st.text_input(label or LABELS[name], help=hint or None, max_chars=most, **self._wiring(name))

    def lines(self, name: str, label: str = "", hint: str = "", height: int = 90) -> None:
        """Text of several lines."""
        st.text_area(label or LABELS[name], help=hint or None, max_chars=4000, height=height, **self._wiring(name))

    def tick(self, name: str, label: str, hint: str = "") -> None:
        """Yes or no."""
        st.checkbox(label, help=hint or None, **self._wiring(name))

    def pick(self, name: str, names: Mapping[str, str], hint: str = "", label: str = "") -> None:
        """One of a list; what is stored stays in the list even when it is not offered any more."""
        stored = str(st.session_state.get(self.sheet.key(name)) or "")
        offered = dict(names) if stored in names else {**names, stored: stored}
        st.selectbox(
            label or LABELS[name],
            list(offered),
            format_func=lambda key: offered.get(key, key),
            help=hint or None,
            **self._wiring(name),
        )

    def picks(self, name: str, names: Mapping[str, str], empty: str, hint: str = "", label: str = "") -> None:
        """Some of a list."""
        stored: Sequence[str] = st.session_state.get(self.sheet.key(name)) or ()
        offered = {**names, **{key: key.replace("_", " ") for key in stored if key not in names}}
        st.multiselect(
            label or LABELS[name],
            list(offered),
            format_func=lambda key: offered.get(key, key),
            placeholder=empty,
            help=hint or None,
            **self._wiring(name),
        )

    def number(self, name: str, whole: bool = True, least: int | None = None, label: str = "", hint: str = "") -> None:
        """A number, or nothing."""
        key = self.sheet.key(name)
        held = st.session_state.get(key)
        if held is not None:
            st.session_state[key] = int(held) if whole else float(held)
        limits: dict[str, Any] = {"step": 1 if whole else 0.5}
        if least is not None:
            limits["min_value"] = least if whole else float(least)
        st.number_input(label or LABELS[name], value=None, help=hint or None, **limits, **self._wiring(name))

    def need(self) -> None:
        """How much an answer is needed."""
        st.radio(
            "Is an answer needed?", list(NEEDS), format_func=NEEDS.__getitem__, horizontal=True, **self._wiring("need")
        )

    def extras(self) -> None:
        """The answers besides yes and no."""
        names = {value: words for value, words in YES_NO.items() if value not in ("yes", "no")}
        self.picks(
            "extra", names, "Only yes and no", "Somebody who cannot tell needs an answer too.", "Besides yes and no"
        )

    def table(self, name: str, columns: Mapping[str, Any], hint: str, grows: bool = True) -> None:
        """A table whose last, empty row adds one, unless its rows are given."""
        rows = list(self.sheet.rows[name])
        st.markdown(f"**{LABELS[name]}**")
        st.caption(hint)
        st.data_editor(
            rows,
            key=self.sheet.key(name),
            num_rows="dynamic" if grows else "fixed",
            hide_index=True,
            placeholder="",
            column_order=tuple(columns),
            column_config=dict(columns),
            height=ROW_HEIGHT * (len(rows) + 4 if grows else len(rows) + 1),
        )

    def _wiring(self, name: str) -> dict[str, Any]:
        return {"key": self.sheet.key(name)}
