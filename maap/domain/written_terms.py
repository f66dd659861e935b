"""What somebody typed into terms of reference becomes terms, or a sentence for each field that cannot be kept."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from maap.domain.identifiers import WHAT, Identifiers, Lexicon, refuse_certain
from maap.domain.problems import Problem
from maap.domain.starting import LONGEST_TITLE, is_audit_year
from maap.domain.terms import Terms, label_of, step_of

LONGEST_TEXT = 5000
"""In characters, for every text but the title."""
HOLDS_CONTACTS = "safety"
"""The step in which a team's telephone number or address is written on purpose."""

_PHRASES: Mapping[str, str] = MappingProxyType(
    {
        "greater_than_equal": "enter {ge} or more.",
        "less_than_equal": "enter {le} or fewer.",
        "int_type": "enter a number.",
        "int_parsing": "enter a whole number.",
        "int_from_float": "enter a whole number.",
        "date_type": "enter a date, for example 3 March 2026.",
        "date_parsing": "enter a date, for example 3 March 2026.",
        "date_from_datetime_parsing": "enter a date, for example 3 March 2026.",
        "value_error": "choose from the list.",
    }
)


class BadTerms(Problem):
    """Fields that cannot be kept as they were typed. ``sentences``: field → what is wrong with it."""

    def __init__(self, sentences: Mapping[str, str]) -> None:
        super().__init__("\n".join(sentences.values()))
        self.sentences = MappingProxyType(dict(sentences))


class TermsOvertaken(Problem):
    """A colleague saved the same terms meanwhile."""

    def __init__(self) -> None:
        super().__init__(
            "A colleague saved these terms while you were writing, so yours are not saved yet. What you typed is still"
            " here. Compare it with what they saved, then save again."
        )


def write(current: Terms, changes: Mapping[str, Any], lexicon: Lexicon) -> Terms:
    """The terms with some fields written anew; texts lose the spaces around them.

    Raises BadTerms with a sentence for each field that cannot be kept, and KeyError for a field that does not exist.
    """
    tidy = {field: value.strip() if isinstance(value, str) else value for field, value in changes.items()}
    wrong: dict[str, str] = {}
    for field, sentence in _unfit(tidy, lexicon):
        wrong.setdefault(field, sentence)
    try:
        written = Terms.model_validate({**current.model_dump(), **tidy})
    except ValidationError as fault:
        wrong |= {str(one["loc"][0]): _sentence(one) for one in fault.errors() if one["loc"][0] not in wrong}
        raise BadTerms(wrong) from None
    if wrong:
        raise BadTerms(wrong)
    return written


def _unfit(changes: Mapping[str, Any], lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """Texts that are too long, tell who somebody is, or are no audit year."""
    for field, value in changes.items():
        label, longest = label_of(field), LONGEST_TITLE if field == "title" else LONGEST_TEXT
        for text in _texts(value):
            if len(text) > longest:
                yield field, f"{label}: this has {len(text):,} characters. Shorten it to {longest:,} or fewer."
            if step_of(field).key != HOLDS_CONTACTS and (problem := _identifying(text, lexicon)):
                yield field, f"{label}: {problem}"
    year = changes.get("audit_year", "")
    if year and not (isinstance(year, str) and is_audit_year(year)):
        yield "audit_year", "Audit year: write two years that follow each other, for example 2026/27."


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif hasattr(value, "model_dump"):
        yield from _texts(value.model_dump())


def _identifying(text: str, lexicon: Lexicon) -> str:
    try:
        refuse_certain(text, lexicon)
    except Identifiers as found:
        kinds = " and ".join(dict.fromkeys(WHAT[mark.kind] for mark in found.marks))
        return f"this contains {kinds}. Take it out: terms never say who a child, an adult or a worker is."
    return ""


def _sentence(error: Any) -> str:
    field = str(error["loc"][0])
    phrase = _PHRASES.get(error["type"], "this cannot be kept as it is. Check it.")
    return f"{label_of(field)}: {phrase.format(**error.get('ctx', {}))}"
