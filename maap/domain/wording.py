"""An answer in words, for pages, downloads and labels that bring in an earlier answer."""

from collections.abc import Mapping, Sequence
from datetime import date

from maap.domain.questionnaire import (
    Choice,
    Choices,
    Date,
    Dates,
    Grade,
    Matrix,
    Number,
    Option,
    Question,
    Questionnaire,
    Repeat,
    YesNo,
)

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def said(question: Question, value: object, questionnaire: Questionnaire) -> str:
    """An answer in words; "" when there is none. Values of an older version are said as they are stored."""
    if value is None:
        return ""
    match question:
        case Choice() | Choices() | YesNo():
            return _labels(value, {option.value: option.label for option in question.options})
        case Grade():
            return _labels(value, _level_labels(questionnaire, question.scale))
        case Matrix():
            return _said_rows(question.rows, value, _level_labels(questionnaire, question.scale))
        case Number():
            return f"{figure(value)} {question.unit}".strip()
        case Date() | Dates():
            return ", ".join(said_date(str(item)) for item in _listed(value))
        case Repeat():
            rows = [row for row in _listed(value) if isinstance(row, Mapping)]
            return "\n".join(f"{n}. {_said_row(question, row, questionnaire)}" for n, row in enumerate(rows, 1))
        case _:
            return ", ".join(map(figure, _listed(value)))


def said_date(iso: str) -> str:
    """A stored date as people write it: 3 March 2026."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _level_labels(questionnaire: Questionnaire, scale: str) -> dict[str, str]:
    return {level.value: level.label for found in questionnaire.scales if found.key == scale for level in found.levels}


def _listed(value: object) -> Sequence[object]:
    return value if isinstance(value, Sequence) and not isinstance(value, str) else [value]


def _labels(value: object, labels: Mapping[str, str]) -> str:
    return ", ".join(labels.get(str(item), str(item)) for item in _listed(value))


def _said_rows(rows: tuple[Option, ...], value: object, labels: Mapping[str, str]) -> str:
    if not isinstance(value, Mapping):
        return str(value)
    return "; ".join(f"{row.label}: {_labels(value[row.value], labels)}" for row in rows if value.get(row.value))


def _said_row(question: Repeat, row: Mapping[str, object], questionnaire: Questionnaire) -> str:
    parts = ((child, row.get(child.id)) for child in question.questions)
    return "; ".join(
        f"{child.label}: {said(child, value, questionnaire)}" for child, value in parts if value is not None
    )


def figure(value: object) -> str:
    """A number without a needless ".0"; everything else as text."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
