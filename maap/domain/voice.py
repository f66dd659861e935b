"""What practitioners and families say about a case: the short forms they are asked with, and what they give."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from maap.domain.audit import Stage
from maap.domain.problems import Problem
from maap.domain.questions import Slug

LONGEST_ANSWER = 2000
HEARD_AT = (Stage.FIELDWORK, Stage.PANEL)
"""The stages in which views are asked for and come in."""
DAYS = (7, 14, 28, 56)
"""How long a link may work."""


class Kind(StrEnum):
    """Whose voice it is."""

    PRACTITIONER = "practitioner"
    CHILD = "child"
    PARENT = "parent"
    ADULT = "adult"

    @property
    def label(self) -> str:
        """As people say it."""
        return {
            Kind.PRACTITIONER: "Practitioner",
            Kind.CHILD: "Child or young person",
            Kind.PARENT: "Parent or carer",
            Kind.ADULT: "Adult at the centre",
        }[self]


class LinkState(StrEnum):
    """What a one-time link is worth."""

    OPEN = "not used yet"
    USED = "used"
    REVOKED = "revoked"
    EXPIRED = "expired"


_Line = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class VoiceQuestion(_Value):
    """A question of a form. With ``options`` one of them is chosen, otherwise people write."""

    id: Slug
    label: _Line
    hint: Annotated[str, StringConstraints(max_length=400)] = ""
    options: tuple[_Line, ...] = Field(default=(), max_length=8)


class VoiceForm(_Value):
    """A short form for one kind of person. ``key`` is its Kind; ``quote`` asks whether their words may be used."""

    key: Kind
    title: _Line
    welcome: Annotated[str, StringConstraints(min_length=1, max_length=1500)]
    questions: tuple[VoiceQuestion, ...] = Field(min_length=1, max_length=8)
    quote: _Line
    thanks: Annotated[str, StringConstraints(min_length=1, max_length=600)]


class Said(_Value):
    """What somebody gave: answers by question, which of them they keep although the guard asked, and whether their
    words may be quoted.
    """

    answers: Mapping[str, str] = Field(default={})
    keep: frozenset[str] = frozenset()
    may_quote: bool = False


class NewLink(_Value):
    """A link to make. ``agency_id``: a practitioner's agency, if the panel should know it."""

    case_id: int
    kind: Kind
    agency_id: int | None = None
    days: int = 28


class NewVoice(_Value):
    """What the coordinator writes down for somebody. ``kept_because``: why words stay that may identify."""

    case_id: int
    kind: Kind
    agency_id: int | None = None
    said: Said
    kept_because: str = ""


class NotTaken(Problem):
    """A form that cannot be taken as it is. ``problems``: a sentence for each question, by its id."""

    def __init__(self, problems: Mapping[str, str], asked: frozenset[str] = frozenset()) -> None:
        self.problems = dict(problems)
        self.asked = asked
        super().__init__("Please look at the questions that are marked. Nothing you wrote is lost.")


def refuse_days(days: int) -> None:
    """Refuse a link that works for another time than those offered. Raises Problem."""
    if days not in DAYS:
        raise Problem(f"Choose how long the link works: {', '.join(map(str, DAYS))} days.")


def taken(form: VoiceForm, said: Said) -> tuple[tuple[str, str], ...]:
    """The answers as question and answer, in the form's order, those left out left out.

    Raises NotTaken when nothing is answered, an answer is too long, or none of those offered was chosen.
    """
    given = {one.id: said.answers.get(one.id, "").strip() for one in form.questions}
    problems = {
        one.id: f"That is longer than {LONGEST_ANSWER:,} letters. Please make it shorter."
        for one in form.questions
        if len(given[one.id]) > LONGEST_ANSWER
    }
    problems |= {
        one.id: "Please choose one of the answers that are shown."
        for one in form.questions
        if one.options and given[one.id] and given[one.id] not in one.options
    }
    if not any(given.values()):
        problems[form.questions[0].id] = "Please answer at least one question. It can be any of them."
    if problems:
        raise NotTaken(problems)
    return tuple((one.label, given[one.id]) for one in form.questions if given[one.id])


def state(used_at: datetime | None, revoked_at: datetime | None, expires_at: datetime, now: datetime) -> LinkState:
    """What a link is worth at a moment."""
    if used_at is not None:
        return LinkState.USED
    if revoked_at is not None:
        return LinkState.REVOKED
    return LinkState.EXPIRED if now >= expires_at else LinkState.OPEN
