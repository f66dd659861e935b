"""Letters that go out by themselves: their texts, which a partnership may change, and what is filled into them.

A letter never holds anything about a case: no reference, no answer, no name of anybody but the person it goes to.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict, Field, field_validator

from maap.domain.invitations import Wording
from maap.domain.questionnaire import Slug

FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "name": "the person's name",
        "partnership": "the partnership's name",
        "audit": "the audit's reference and title",
        "due": "a date, with its time where that matters",
        "waiting": "what waits",
        "count": "how many things wait",
        "address": "the address of the page, or the link",
        "agency": "the agency's name",
        "number": "an action's number",
        "stop": "the link that stops these letters, where there is one",
    }
)
_FIELD = re.compile(r"\{([^{}]*)\}")
_NEXT_SENTENCE = re.compile(r"(?<=[.!?]) +")
_UNSET = "a day that is not set yet"
"""Stands for the day where no sentence can be left out."""


class LetterText(BaseModel):
    """The text of one kind of letter, with fields in braces."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    key: Slug
    name: str = Field(min_length=1, max_length=200)
    subject: str = Field(min_length=1, max_length=200)
    body: str = Field(min_length=1, max_length=5000)

    @field_validator("subject", "body")
    @classmethod
    def _knows_its_fields(cls, value: str) -> str:
        unknown = sorted({found for found in _FIELD.findall(value) if found not in FIELDS})
        if unknown:
            named = " and ".join("{" + one + "}" for one in unknown)
            known = ", ".join("{" + one + "}" for one in FIELDS)
            raise ValueError(f"{named} cannot be filled in. You can use {known}.")
        return value

    @field_validator("subject")
    @classmethod
    def _is_one_line(cls, value: str) -> str:
        if "\n" in value or "\r" in value:
            raise ValueError("The subject is one line.")
        return value


_MADE_UP: Mapping[str, str] = MappingProxyType(
    {
        "name": "Ann Example",
        "partnership": "Example Safeguarding Partnership",
        "audit": "MAA-2026-01 Neglect",
        "due": "3 March 2026",
        "waiting": "3 returns of your agency are not in yet.",
        "count": "3",
        "address": "https://example.org",
        "agency": "Example Council",
        "number": "7",
        "stop": "https://example.org/stop-letters",
    }
)


def preview(text: LetterText, is_dated: bool = True) -> Wording:
    """A letter as it would arrive, with made-up facts in its fields. ``is_dated``: whether the day it names is set."""
    return written(text, _MADE_UP if is_dated else {**_MADE_UP, "due": ""})


def written(text: LetterText, facts: Mapping[str, str]) -> Wording:
    """The letter with its fields filled in; one that nothing is known for is left out.

    Where the day is empty, because nobody has set it, a sentence that names it is left out whole.
    """
    known = facts if facts.get("due") != "" else {**facts, "due": _UNSET}

    def fill(template: str) -> str:
        kept = template if known is facts else _without_the_day(template) or template
        return _FIELD.sub(lambda found: known.get(found[1], ""), kept)

    return Wording(" ".join(fill(text.subject).split()), fill(text.body))


def _without_the_day(template: str) -> str:
    lines = []
    for line in template.split("\n"):
        kept = " ".join(one for one in _NEXT_SENTENCE.split(line) if "{due}" not in one)
        if kept or not line:
            lines.append(kept)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
