"""Drawing one question: guidance, a widget per kind, its evidence box, and what became of the answer."""

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
from maap.ui.touches import Refused, Touch, prepare
from maap.ui.words import clock, plain, spoken
from maap.views.returns import Sheet, Stored

_AFTER = {"required": "", "wanted": " (answer if you can)", "optional": " (optional)"}


def ask(question: Question, sheet: Sheet, label: str, disabled: bool = False) -> None:
    """Draw one question. ``label`` is its wording with earlier answers piped in."""
    if isinstance(question, Note | Calculated):
        _told(question, sheet, label)
        return
    with st.container(key=f"q-{question.id}"):
        _answered(question, sheet, label, disabled)
        if question.evidence:
            box = sheet.form.question(question.id + EVIDENCE)
            _answered(box, sheet, "What in the file shows this?", disabled)


def _told(question: Note | Calculated, sheet: Sheet, label: str) -> None:
    with st.container(border=True):
        st.text(label if isinstance(question, Note) else f"{label}: {sheet.saying(question) or 'not worked out yet'}")
        if question.guidance:
            st.caption(plain(question.guidance))


def _answered(question: Question, sheet: Sheet, label: str, disabled: bool) -> None:
    current, held = sheet.stored.get(question.id), touches.refusal_of(sheet.return_id, question.id)
    stands = held is not None and not held.overtaken
    value = held.touch.given if held and stands else (current.value if current else None)
    st.markdown(f"**{plain(label)}**{_AFTER[question.need]}")
    if question.guidance:
        st.caption(plain(question.guidance))
    if question.good:
        with st.expander("What good looks like"):
            st.text(question.good)
            if question.standard:
                st.caption(plain(f"Standard: {question.standard}"))
    pen = _Pen(sheet, question, label, value, current.revision if current else 0, disabled)
    pen.draw()
    if held is not None:
        _not_saved(pen, held)
    elif current is not None and current.value is not None:
        _saved(pen, current)


@dataclass(frozen=True)
class _Pen:
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
        return spoken(self.said)

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


def _saved(pen: _Pen, current: Stored) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"under-{pen.key}"):
        st.caption(f"Saved {clock(current.saved_at)}" + (" by a colleague" if current.colleague else ""))
        if isinstance(pen.question, Choice | YesNo | Grade | Matrix) and not pen.disabled:
            _button("Clear this answer", "clear", pen, Touch(pen.question.id, None, current.revision))


def _button(label: str, name: str, pen: _Pen, touch: Touch, **look: Any) -> None:
    """A button that notes a touch: what it does is fixed when it is drawn."""
    look = {"type": "tertiary"} | look
    st.button(label, key=f"{name}/{pen.key}", on_click=touches.note, args=(pen.sheet.return_id, touch), **look)


def _not_saved(pen: _Pen, held: Refused) -> None:
    st.error(plain("Not saved. " + held.sentence), icon=":material/error:")
    if held.overtaken:
        _both(pen, held)
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if held.replacement is not None:
            touch = Touch(pen.question.id, held.replacement, held.touch.seen)
            _button("Replace the words for me", "replace", pen, touch, type="primary")
        if held.may_be_kept:
            wiring: dict[str, Any] = {"on_change": touches.note, "args": (pen.sheet.return_id, held.touch)}
            st.text_input("Keep them, because", key=f"because/{pen.key}", **wiring)
        _give_up("Go back to what is saved", pen)


def _both(pen: _Pen, held: Refused) -> None:
    """Two answers to one question: the colleague's is in the box above, yours is here."""
    theirs = pen.sheet.stored.get(pen.question.id)
    st.text("Your answer, which is not saved:")
    st.code(str(held.touch.given), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        _give_up("Keep my colleague's answer", pen)
        touch = Touch(pen.question.id, held.touch.given, theirs.revision if theirs else 0)
        _button("Use mine instead", "mine", pen, touch, type="secondary")


def _give_up(label: str, pen: _Pen) -> None:
    args = (pen.sheet.return_id, pen.question.id)
    st.button(label, key=f"give-up/{pen.key}", on_click=touches.give_up, args=args, type="tertiary")
