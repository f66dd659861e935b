"""Findings: what an audit found, as a strength or as an area for development, and what each of them rests on."""

import re
from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, field_validator

from maap.domain.audit import Stage, must_be
from maap.domain.passages import sentences
from maap.domain.people import NotYours
from maap.domain.problems import Problem

LONGEST_FINDING = 1500
LONGEST_PASSAGE = 3000
WRITTEN_AT = (Stage.PANEL, Stage.REPORTING)
"""The stages in which findings are written and coded: the returns are closed, and nothing is published yet."""


class Polarity(StrEnum):
    """Which way a finding points. The same words stand on questions, marks and figures."""

    STRENGTH = "strength"
    AREA = "area"

    @property
    def label(self) -> str:
        """As people say it."""
        return "Strength" if self is Polarity.STRENGTH else "Area for development"


class NewSource(BaseModel):
    """What a finding rests on: a case, an agency, an answer of a return, or what a practitioner or a family said.

    ``passage``: words of that answer or of what was said, word for word.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    case_id: int | None = None
    agency_id: int | None = None
    answer_id: int | None = None
    voice_id: int | None = None
    question_id: str = ""
    passage: str = ""


class NewFinding(NewSource):
    """A finding as a person writes it, with its first source.

    ``domain`` and ``line`` are keys, empty when it belongs to none; ``source``: answer, panel, voice or typed.
    ``kept_because`` is why words stay that may tell who somebody is.
    """

    polarity: Polarity
    text: str
    domain: str = ""
    line: str = ""
    source: str = "typed"
    kept_because: str = ""

    @field_validator("source")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in ("answer", "panel", "voice", "typed"):
            raise ValueError("Choose where the finding comes from.")
        return value

    @property
    def rests_on(self) -> NewSource | None:
        """Its source, if it names one."""
        names = NewSource.model_fields
        source = NewSource(**{name: getattr(self, name) for name in names})
        return source if any(getattr(source, name) for name in names) else None


def may_be_written(stage: Stage) -> None:
    """Refuse to write or code findings at another stage. Raises WrongStage."""
    must_be(stage, *WRITTEN_AT)


def refuse_unfit(text: str, domain: str, line: str, domains: Iterable[str], lines: Iterable[str]) -> None:
    """Refuse a finding without words, one that is too long, or one for a domain or a line that this audit has not.

    Raises Problem.
    """
    if not text:
        raise Problem("Say in a sentence or two what was found, then save it.")
    if len(text) > LONGEST_FINDING:
        raise Problem(f"That is longer than {LONGEST_FINDING:,} characters. Shorten it to what was found.")
    if domain and domain not in set(domains):
        raise Problem("This audit does not ask about that part of practice. Choose one of those listed.")
    if line and line not in set(lines):
        raise Problem("That line of enquiry is not in the terms of this audit. Choose one of those listed.")


def refuse_misquoted(passage: str, told: Iterable[str]) -> None:
    """Refuse a passage that does not stand in the answer word for word. Raises Problem."""
    if len(passage) > LONGEST_PASSAGE:
        raise Problem(f"That passage is longer than {LONGEST_PASSAGE:,} characters. Choose the part that matters.")
    if passage and not any(same(passage) in same(text) for text in told):
        raise Problem("These words are not in the answer. Copy them from it as they are, or leave the passage empty.")


def refuse_quoting(text: str, told: Iterable[str]) -> None:
    """Refuse a finding that says again what somebody does not want to be quoted. Raises Problem."""
    said = same(text)
    if any(same(part) in said for words in told for part in sentences(words) if len(part.split()) >= _A_QUOTE):
        raise Problem(
            "Whoever said this does not want their words to be quoted. Write the finding in your own words; theirs "
            "stay beside it, for the audit's team."
        )


def refuse_mixed(polarities: Iterable[str]) -> None:
    """Refuse to make one finding of strengths and areas for development. Raises Problem."""
    if len(set(polarities)) > 1:
        raise Problem(
            "A strength and an area for development cannot become one finding. Merge findings of one kind only."
        )


_A_QUOTE = 4
"""Fewer words than this in a row are nobody's own."""


def same(text: str) -> str:
    """Text by which two sentences count as the same: small letters, single spaces, no full stop at the end."""
    return re.sub(r"\s+", " ", text).strip().rstrip(".").casefold()


class NoFinding(NotYours):
    """A finding that is not there, was withdrawn or merged, or belongs to another audit."""

    def __init__(self) -> None:
        super().__init__("finding")
