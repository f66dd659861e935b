"""How each kind of question is answered in cells, and how its cells become an answer again."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from maap.domain.answers import BadAnswer
from maap.domain.questionnaire import (
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
    Questionnaire,
    Repeat,
    Themes,
    YesNo,
)
from maap.domain.wording import figure, said_date
from maap.domain.written_dates import uk_date

Shown = str | int | float | date | None
SPARE_THEMES, SPARE_ENTRIES, MOST_SPARE = 3, 2, 10
_TICKED, _NOT_TICKED = frozenset({"yes", "y", "x", "✓", "✔", "true", "1"}), frozenset({"", "no", "n", "false", "0"})


@dataclass(frozen=True)
class Cell:
    """A cell to answer in. ``path``: the question's id, then the row, option or entry, with slashes between.

    ``options``: what its drop-down offers. ``low`` and ``high`` are the limits of a number.
    """

    path: str
    kind: Literal["one", "date", "number", "text", "long_text"]
    shown: Shown = None
    label: str = ""
    options: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    whole: bool = False


def cells(question: Question, value: object, form: Questionnaire, themes: Mapping[str, str]) -> tuple[Cell, ...]:
    """The cells of a question, holding its answer; none when it is only there to read.

    A single cell without a label stands beside the question itself. ``themes``: each theme's name by its key.
    """
    match question:
        case Choices():
            chosen = value if isinstance(value, list) else []
            return tuple(
                Cell(f"{question.id}/{o.value}", "one", "Yes" if o.value in chosen else None, o.label, ("Yes",))
                for o in question.options
            )
        case Matrix():
            labels, rows = options(question, form, themes), value if isinstance(value, Mapping) else {}
            return tuple(
                Cell(f"{question.id}/{r.value}", "one", labels.get(str(rows.get(r.value))), r.label, _offered(labels))
                for r in question.rows
            )
        case Themes():
            return _theme_cells(question, value if isinstance(value, list) else [], options(question, form, themes))
        case Repeat():
            return tuple(_entry_cells(question, value if isinstance(value, list) else [], form, themes))
        case Note() | Calculated():
            return ()
        case _:
            return (_plain(question, value, options(question, form, themes)),)


def given(question: Question, held: Mapping[str, object], form: Questionnaire, themes: Mapping[str, str]) -> object:
    """What a question's cells say, as a person would give it on the page; None when they are empty.

    ``held``: every cell by its path. Raises BadAnswer for a tick that is none.
    """
    within = {path.removeprefix(f"{question.id}/"): held[path] for path in held if path.startswith(f"{question.id}/")}
    match question:
        case Choices():
            return [option.value for option in question.options if _ticked(within.get(option.value))]
        case Matrix():
            labels = options(question, form, themes)
            return {row: level for row, text in within.items() if (level := _value(text, labels)) is not None}
        case Themes():
            labels = options(question, form, themes)
            return [value for text in within.values() if (value := _value(text, labels)) is not None]
        case Repeat():
            return _entries(question, within, form, themes)
        case Choice() | YesNo() | Grade():
            return _value(held.get(question.id), options(question, form, themes))
        case Date() | Number():
            return held.get(question.id)
        case Dates():
            return _dates(held.get(question.id))
        case _:
            return _text(held.get(question.id))


def options(question: Question, form: Questionnaire, themes: Mapping[str, str]) -> dict[str, str]:
    """The answers of a question as the workbook prints them, by value; labels that are alike are told apart."""
    match question:
        case Choice() | YesNo() | Choices():
            labels = {option.value: option.label for option in question.options}
        case Grade() | Matrix():
            labels = {level.value: level.label for level in form.scale(question.scale).levels}
        case Themes():
            labels = dict(themes)
        case _:
            return {}
    printed = [_folded(label) for label in labels.values()]
    return {v: f"{label} ({v})" if printed.count(_folded(label)) > 1 else label for v, label in labels.items()}


def _plain(question: Question, value: object, labels: Mapping[str, str]) -> Cell:
    match question:
        case Choice() | YesNo() | Grade():
            return Cell(question.id, "one", labels.get(str(value)), options=_offered(labels))
        case Number():
            shown = value if isinstance(value, int | float) and math.isfinite(value) else None
            return Cell(question.id, "number", shown, low=question.min, high=question.max, whole=question.whole)
        case Date():
            return Cell(question.id, "date", uk_date(value) if isinstance(value, str) else None)
        case Dates():
            days = value if isinstance(value, list) else []
            return Cell(question.id, "text", ", ".join(said_date(str(day)) for day in days) or None)
        case LongText():
            return Cell(question.id, "long_text", None if value is None else str(value))
        case _:
            return Cell(question.id, "text", None if value is None else str(value))


def _offered(labels: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(labels.values())


def _theme_cells(question: Themes, chosen: list[object], labels: Mapping[str, str]) -> tuple[Cell, ...]:
    room = max(question.at_most or len(chosen) + SPARE_THEMES, len(chosen))
    shown = [labels.get(str(key), str(key)) for key in chosen] + [None] * (room - len(chosen))
    return tuple(
        Cell(f"{question.id}/{n}", "one", text, f"Theme {n}", _offered(labels)) for n, text in enumerate(shown, 1)
    )


def _entry_cells(
    question: Repeat, rows: list[object], form: Questionnaire, themes: Mapping[str, str]
) -> Iterator[Cell]:
    spare = len(rows) + SPARE_ENTRIES
    room = max(len(rows), min(question.at_most or spare, max(spare, MOST_SPARE)))
    for number in range(1, room + 1):
        row = rows[number - 1] if number <= len(rows) else {}
        for child in question.questions:
            value = row.get(child.id) if isinstance(row, Mapping) else None
            for cell in cells(child, value, form, themes):
                label = f"{number}. {child.label}" + (f": {cell.label}" if cell.label else "")
                yield replace(cell, path=f"{question.id}/{number}/{cell.path}", label=label)


def _entries(
    question: Repeat, within: Mapping[str, object], form: Questionnaire, themes: Mapping[str, str]
) -> list[dict[str, object]]:
    numbers = sorted({int(path.split("/")[0]) for path in within})
    found = []
    for number in numbers:
        held = {p.split("/", 1)[1]: v for p, v in within.items() if p.startswith(f"{number}/")}
        asked = [child for child in question.questions if not isinstance(child, Note | Calculated)]
        entry = {
            child.id: value for child in asked if (value := given(child, held, form, themes)) not in (None, "", [])
        }
        if entry:
            found.append(entry)
    return found


def _ticked(held: object) -> bool:
    text = _folded(_text(held) or "")
    if text not in _TICKED | _NOT_TICKED:
        raise BadAnswer("Choose “Yes” beside each answer that applies, and leave the others empty.")
    return text in _TICKED


def _value(held: object, labels: Mapping[str, str]) -> str | None:
    """The answer that a cell's words mean. Words that mean none are handed on, to be refused by name."""
    text = _text(held)
    if text is None:
        return None
    found = [value for value, label in labels.items() if _folded(label) == _folded(text)]
    return found[0] if found else text


def _dates(held: object) -> object:
    return [held] if isinstance(held, date) else held


def _text(held: object) -> str | None:
    if held is None:
        return None
    if isinstance(held, bool):
        return "Yes" if held else "No"
    if isinstance(held, datetime | date):
        return said_date((held.date() if isinstance(held, datetime) else held).isoformat())
    return figure(held).strip() or None


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
