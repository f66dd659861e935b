"""What somebody typed into a form becomes a value of the domain, or a sentence for each field that cannot be kept."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from maap.domain.problems import Problem

LONGEST_TEXT = 5000
"""In characters, for a text whose own definition sets no limit."""
LONGEST_KEY = 60
Model = TypeVar("Model", bound=BaseModel)

_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]")
_PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "missing": "write something here.",
        "string_too_short": "write something here.",
        "string_too_long": "this is too long. Shorten it to {max_length:,} characters or fewer.",
        "string_type": "write something here.",
        "literal_error": "choose from the list.",
        "enum": "choose from the list.",
        "greater_than_equal": "enter {ge} or more.",
        "less_than_equal": "enter {le} or fewer.",
        "int_type": "enter a whole number.",
        "int_parsing": "enter a whole number.",
        "int_from_float": "enter a whole number.",
    }
)
_OWN_SENTENCE = "Value error, "


class BadForm(Problem):
    """Fields that cannot be kept as they were typed. ``sentences``: field → what is wrong with it."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__("\n".join(sentences.values()))
        self.sentences = MappingProxyType(dict(sentences))


class Overtaken(Problem):
    """A colleague saved the same thing since the page was drawn."""

    def __init__(self) -> None:
        super().__init__(
            "A colleague has just changed this, so yours is not saved yet. What you typed is still here. Look at what "
            "they saved, then save again to put yours in its place."
        )


def fit(model: type[Model], typed: Mapping[str, Any], labels: Mapping[str, str]) -> Model:
    """The typed fields as a value; texts lose stray spaces and invisible marks.

    ``labels``: field → what the page calls it; a field inside another is written ``outer.inner``.
    Raises BadForm.
    """
    tidied = tidy(typed)
    wrong = {
        field: f"{labels.get(field, field)}: this has {len(text):,} characters. Shorten it to {LONGEST_TEXT:,}."
        for field, text in _texts(tidied)
        if len(text) > LONGEST_TEXT
    }
    try:
        value = model.model_validate(tidied)
    except ValidationError as fault:
        for one in fault.errors():
            field = ".".join(str(part) for part in one["loc"] if not isinstance(part, int))
            wrong.setdefault(field, _sentence(labels.get(field, field), one))
        raise BadForm(wrong) from None
    if wrong:
        raise BadForm(wrong)
    return value


def tidy(typed: Any) -> Any:
    """The same, with every text in it freed from stray spaces and invisible marks."""
    if isinstance(typed, str):
        lines = typed.replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ")
        return _UNSEEN.sub("", lines).strip()
    if isinstance(typed, Mapping):
        return {field: tidy(value) for field, value in typed.items()}
    if isinstance(typed, list | tuple):
        return tuple(tidy(value) for value in typed)
    return typed


def key_for(name: str, taken: Collection[str]) -> str:
    """A key made from a name: small letters, digits and underscores, a letter first, and not taken yet."""
    letters = unicodedata.normalize("NFKD", name.replace("'", "").replace("’", "")).encode("ascii", "ignore").decode()
    key = re.sub(r"[^a-z0-9]+", "_", letters.lower()).strip("_")[:LONGEST_KEY].rstrip("_")
    key = key if key[:1].isalpha() else f"x_{key}".rstrip("_")
    if key not in taken:
        return key
    return next(one for number in range(2, len(taken) + 3) if (one := f"{key}_{number}") not in taken)


def _texts(value: Any, field: str = "") -> list[tuple[str, str]]:
    if isinstance(value, str):
        return [(field, value)]
    if isinstance(value, Mapping):
        inside = ((f"{field}.{name}" if field else name, one) for name, one in value.items())
        return [found for name, one in inside for found in _texts(one, name)]
    return []


def _sentence(label: str, error: Any) -> str:
    said = str(error["msg"])
    if said.startswith(_OWN_SENTENCE):
        return said.removeprefix(_OWN_SENTENCE)
    phrase = _PHRASES.get(error["type"], "this cannot be kept as it is. Check it.")
    return f"{label}: {phrase.format(**error.get('ctx', {}))}"
