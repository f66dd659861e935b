"""One answer: what is stored of what a person gave, and what is refused."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime

from maap.domain.problems import Problem
from maap.domain.questionnaire import (
    Choice,
    Choices,
    Date,
    Dates,
    Grade,
    LongText,
    Matrix,
    Number,
    Question,
    Questionnaire,
    Repeat,
    Text,
    Themes,
    YesNo,
)
from maap.domain.wording import MONTHS, figure

Answers = Mapping[str, object]
LONGEST_TEXT = 20_000
LARGEST_NUMBER = 1e15
MOST = 200
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_UK_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class BadAnswer(Problem):
    """An answer that does not fit its question."""


def stored(question: Question, given: object, questionnaire: Questionnaire) -> object:
    """What is stored of an answer, as a JSON value; None when nothing was given.

    Raises BadAnswer with a sentence for the person who gave it. Constraints are the engine's business.
    """
    if given is None or (isinstance(given, str | list | tuple | dict) and not given):
        return None
    match question:
        case Choice() | YesNo() | Grade() | Choices() | Themes() | Matrix():
            return _picked(question, given, questionnaire)
        case Number():
            return _number(question, given)
        case Date():
            return _date(given)
        case Dates():
            return sorted({day for item in _days(given) if (day := _date(item)) is not None}) or None
        case Text() | LongText():
            return _text(question, given)
        case Repeat():
            return [row for row in map(_row(question, questionnaire), _listed(given)) if row] or None
        case _:
            raise BadAnswer("This part of the questionnaire is not answered: it is there to read.")


def _picked(
    question: Choice | YesNo | Grade | Choices | Themes | Matrix, given: object, questionnaire: Questionnaire
) -> object:
    match question:
        case Choice() | YesNo():
            return _one_of(given, {option.value for option in question.options})
        case Grade():
            return _one_of(given, _levels(questionnaire, question.scale))
        case Choices():
            return _some_of(given, [option.value for option in question.options])
        case Themes():
            return _themes(question, given)
        case Matrix():
            return _rows(question, given, _levels(questionnaire, question.scale))


def present(question: Question, value: object) -> bool:
    """Whether an answer is there in full: a matrix needs every row."""
    if isinstance(question, Matrix):
        return isinstance(value, Mapping) and all(value.get(row.value) for row in question.rows)
    return value is not None and value not in ("", [], {}, ())


def _levels(questionnaire: Questionnaire, key: str) -> set[str]:
    return {level.value for scale in questionnaire.scales if scale.key == key for level in scale.levels}


def _listed(given: object) -> Sequence[object]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        return [given]
    if len(given) > MOST:
        raise BadAnswer(f"That is more than {MOST} entries. Shorten the list.")
    return given


def _one_of(given: object, values: set[str]) -> str:
    if not isinstance(given, str) or given not in values:
        raise BadAnswer("That is not one of the answers to this question. Choose one of those shown.")
    return given


def _some_of(given: object, values: list[str]) -> list[str]:
    chosen = [_one_of(item, set(values)) for item in _listed(given)]
    return [value for value in values if value in chosen]


def _themes(question: Themes, given: object) -> list[str]:
    chosen = list(dict.fromkeys(_listed(given))) if all(isinstance(item, str) for item in _listed(given)) else None
    if chosen is None or not all(re.fullmatch(r"[\w.-]{1,64}", str(item)) for item in chosen):
        raise BadAnswer("That is not a theme. Choose from the list of themes.")
    if question.at_most and len(chosen) > question.at_most:
        raise BadAnswer(f"Choose at most {question.at_most} themes. You have chosen {len(chosen)}.")
    return [str(item) for item in chosen]


def _rows(question: Matrix, given: object, levels: set[str]) -> dict[str, str] | None:
    rows = [row.value for row in question.rows]
    if not isinstance(given, Mapping) or not set(given) <= set(rows):
        raise BadAnswer("That row is not part of this question. Answer the rows shown.")
    return {row: _one_of(given[row], levels) for row in rows if given.get(row) not in (None, "")} or None


def _number(question: Number, given: object) -> int | float | None:
    if isinstance(given, str):
        given = given.replace(",", "").replace("\N{MINUS SIGN}", "-").strip()
        if not given:
            return None
        if not re.fullmatch(r"[-+]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})", given, re.ASCII):
            raise BadAnswer("Enter a number in figures, like 12" + ("." if question.whole else " or 3.5."))
        given = float(given)
    if isinstance(given, bool) or not isinstance(given, int | float):
        raise BadAnswer("Enter a number in figures, like 12.")
    if not math.isfinite(given) or abs(given) > LARGEST_NUMBER:
        raise BadAnswer("That number is too large. Check it and enter it again.")
    if question.whole and given != int(given):
        raise BadAnswer("Enter a whole number, without a decimal point.")
    _within(question, given)
    return int(given) if given == int(given) else float(given)


def _within(question: Number, given: int | float) -> None:
    low, high = question.min, question.max
    if (low is not None and given < low) or (high is not None and given > high):
        unit = f" {question.unit}" if question.unit else ""
        if low is not None and high is not None:
            raise BadAnswer(f"Enter a number from {figure(low)} to {figure(high)}{unit}.")
        limit = f"{figure(low)}{unit} or more" if low is not None else f"{figure(high)}{unit} or less"
        raise BadAnswer(f"Enter a number that is {limit}.")


def _date(given: object) -> str | None:
    if isinstance(given, datetime):
        return given.date().isoformat()
    if isinstance(given, date):
        return given.isoformat()
    text = given.strip() if isinstance(given, str) else None
    if text == "":
        return None
    for read in (date.fromisoformat, _uk_date):
        try:
            return read(text or "").isoformat()
        except ValueError:
            continue
    raise BadAnswer("That is not a date. Enter a day, month and year, like 3 March 2026 or 3/3/2026.")


def _days(given: object) -> Sequence[object]:
    """Several dates may be typed in one box, with commas, semicolons or new lines between them."""
    if not isinstance(given, str):
        return _listed(given)
    try:
        return [_date(given)]
    except BadAnswer:
        return _listed([item for item in re.split(r"[,;\n]", given) if item.strip()])


def _uk_date(text: str) -> date:
    words = text.replace(",", "").split()
    if len(words) == 3 and len(words[1]) >= 3:
        months = [n for n, month in enumerate(MONTHS, 1) if month.lower().startswith(words[1].lower())]
        words[1] = str(months[0]) if months else words[1]
    match = _UK_DATE.fullmatch("/".join(words))
    if match is None:
        raise ValueError(text)
    return date(int(match[3]), int(match[2]), int(match[1]))


def _text(question: Text | LongText, given: object) -> str | None:
    if not isinstance(given, str):
        raise BadAnswer("Enter text.")
    text = _CONTROL.sub("", given.replace("\r\n", "\n").replace("\r", "\n")).strip()
    if isinstance(question, Text):
        text = " ".join(text.split())
    if len(text) > LONGEST_TEXT:
        raise BadAnswer(f"That is longer than {LONGEST_TEXT:,} characters. Shorten it to the main points.")
    words = len(text.split())
    if question.max_words and words > question.max_words:
        raise BadAnswer(f"Use at most {question.max_words} words. You have used {words}.")
    return text or None


def _row(question: Repeat, questionnaire: Questionnaire) -> Callable[[object], dict[str, object]]:
    asked = {child.id: child for child in question.questions}

    def row(given: object) -> dict[str, object]:
        if not isinstance(given, Mapping) or not set(given) <= set(asked):
            raise BadAnswer("One entry has a part that this question does not ask for. Answer the parts shown.")
        values = {key: stored(asked[key], value, questionnaire) for key, value in given.items()}
        return {key: values[key] for key in asked if values.get(key) is not None}

    return row
