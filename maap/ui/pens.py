"""The widget of each kind of question, wired to note what is touched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import streamlit as st

from maap.domain.questionnaire import (
    EVIDENCE,
    Calculated,
    Choice,
    Choices,
    Date,
    Dates,
    Grade,
    LongText,
    Matrix,
    Note,
    Number,
    Question,
    Repeat,
    Text,
    Themes,
    YesNo,
)
from maap.domain.wording import said_date
from maap.ui import repeats, touches
from maap.ui.touches import prepare
from maap.ui.words import aloud, plain
from maap.views.returns import Sheet


@dataclass(frozen=True)
class Pen:
    """What every widget of a question needs."""

    sheet: Sheet
    question: Question
    said: str
    value: Any
    revision: int
    disabled: bool

    @property
    def key(self) -> str:
        return touches.key_of(self.sheet.return_id, self.question.id)

    @property
    def label(self) -> str:
        return aloud(self.said)

    def hold(self, value: object) -> dict[str, Any]:
        """Put the value into the widget, and wire it to note what is touched."""
        prepare(self.key, value, self.revision)
        return self.wiring()

    def typed(self, box: Callable[..., str | None], value: str, **look: Any) -> None:
        """A box to type into. What was typed while the connection was broken is found again."""
        if touches.first_sight(self.key):
            given = box(self.label, value=value, **look, **self.wiring()) or ""
            touches.recover(self.sheet.return_id, self.question.id, given, value, self.revision)
        else:
            box(self.label, **look, **self.hold(value))

    def wiring(self) -> dict[str, Any]:
        """A stable key, and what to do when the widget is touched: fixed here, when it is drawn."""
        return {
            "key": self.key,
            "on_change": touches.touch,
            "args": (self.sheet.return_id, self.question.id, self.revision),
            "disabled": self.disabled,
            "label_visibility": "collapsed",
        }

    def draw(self) -> None:  # noqa: C901  (one case per kind; the type checker names a kind without one)
        """The widget."""
        match self.question:
            case Choice() | YesNo() as question:
                self._one_of({option.value: option.label for option in question.options}, {})
            case Grade() as question:
                levels = self.sheet.form.scale(question.scale).levels
                self._one_of({x.value: x.label for x in levels}, {x.value: x.description for x in levels})
            case Choices() as question:
                self._some_of({option.value: option.label for option in question.options})
            case Themes():
                self._themes()
            case Matrix() as question:
                self._matrix(question)
            case Number() as question:
                self._number(question)
            case Date():
                given = date.fromisoformat(self.value) if isinstance(self.value, str) else self.value
                st.date_input(self.label, format="DD/MM/YYYY", min_value=date(1990, 1, 1), **self.hold(given))
            case Dates():
                given = self.value if isinstance(self.value, str) else ", ".join(map(said_date, self.value or []))
                self.typed(st.text_input, given, placeholder="3 March 2026, 14 April 2026")
            case Text():
                self.typed(st.text_input, self.value or "")
            case LongText():
                small = self.question.id.endswith(EVIDENCE)
                self.typed(st.text_area, self.value or "", height=70 if small else 130)
            case Repeat() as question:
                repeats.ask(question, self.sheet, list(self.value or []), self.revision, self.disabled)
            case Note() | Calculated():
                pass

    def _one_of(self, options: Mapping[str, str], captions: Mapping[str, str]) -> None:
        described = any(captions.values())
        st.radio(
            self.label,
            list(options),
            index=None,
            format_func=lambda value: plain(options[value]),
            captions=[plain(captions.get(value, "")) for value in options] if described else None,
            horizontal=len(options) <= 6 and not described,
            **self.hold(self.value if self.value in options else None),
        )

    def _some_of(self, options: Mapping[str, str]) -> None:
        st.pills(
            self.label,
            list(options),
            selection_mode="multi",
            format_func=lambda value: plain(options[value]),
            **self.hold([value for value in self.value or [] if value in options]),
        )

    def _themes(self) -> None:
        names = {theme.key: f"{theme.name} ({theme.group})" for theme in self.sheet.themes}
        st.multiselect(
            self.label,
            list(names),
            format_func=lambda key: names[key],
            placeholder="Type to find a theme",
            **self.hold([key for key in self.value or [] if key in names]),
        )

    def _number(self, question: Number) -> None:
        with st.container(horizontal=True, vertical_alignment="center"):
            self.typed(st.text_input, "" if self.value is None else str(self.value), width=160)
            if question.unit:
                st.text(question.unit)

    def _matrix(self, question: Matrix) -> None:
        levels = {level.value: level.label for level in self.sheet.form.scale(question.scale).levels}
        rows = dict(self.value or {})
        for row in question.rows:
            key = f"{self.key}/{row.value}"
            prepare(key, rows.get(row.value), self.revision)
            st.radio(
                plain(row.label),
                list(levels),
                index=None,
                horizontal=True,
                format_func=lambda value: plain(levels[value]),
                key=key,
                disabled=self.disabled,
                on_change=touches.touch_row,
                args=(self.sheet.return_id, question, self.revision),
            )
