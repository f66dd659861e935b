"""How a questionnaire's fields are called in an XLSForm workbook; both directions share it."""

import re

from maap.domain.questionnaire import Number

AUDIT = "audit::"
SCORE = "audit_score"
"""Of a choice. Without colons: pyxform makes an XML element of it."""
ENGLISH = "English (en)"
_LANGUAGES = {"cy": "Welsh (cy)", "pl": "Polish (pl)", "ur": "Urdu (ur)", "pa": "Panjabi (pa)", "fr": "French (fr)"}

PLAIN_FIELDS = ("polarity", "domain", "line", "good", "standard", "need", "scale", "unit", "each", "roll_up")
"""Fields that an audit:: column of the same name carries as text."""
FLAGS = ("evidence", "panel_only", "optional", "last")
FIGURES = ("min", "max", "at_most", "max_words")
COLUMN_OF = {"guidance": "hint", "formula": "calculation", "title": "label", "options": "type", "questions": "type"}
"""XLSForm's column for a field, where the two differ."""


def language_header(column: str, language: str) -> str:
    """label::Welsh (cy)"""
    return f"{column}::{_LANGUAGES.get(language, f'{language} ({language})')}"


def language_code(name: str) -> str:
    """The code of a language as a header names it: "Welsh (cy)" is cy; "" when it has none."""
    found = re.search(r"\(([A-Za-z]{2,3})(-[A-Za-z]+)?\)\s*$", name)
    if found:
        return found[1].lower()
    known = {words.split(" ")[0].lower(): code for code, words in _LANGUAGES.items()} | {"english": "en"}
    return known.get(name.strip().lower(), name.strip().lower() if re.fullmatch(r"[A-Za-z]{2}", name.strip()) else "")


def limits(low: float | None, high: float | None) -> str:
    """The constraint that keeps a number within its limits."""
    parts = [f". >= {figure(low)}" if low is not None else "", f". <= {figure(high)}" if high is not None else ""]
    return " and ".join(part for part in parts if part)


def number_limits(question: Number) -> str:
    """The limits of a number question, as its constraint."""
    return limits(question.min, question.max)


def both(first: str, second: str) -> str:
    """Two conditions that must both hold."""
    return f"({first}) and ({second})" if first and second else first or second


def without(first: str, whole: str) -> str:
    """`second`, when `whole` is both(first, second); otherwise `whole`."""
    if not first or whole == first:
        return "" if first else whole
    prefix = f"({first}) and ("
    return whole[len(prefix) : -1] if whole.startswith(prefix) and whole.endswith(")") else whole


def figure(value: float) -> str:
    """A number that reads back the same."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))
