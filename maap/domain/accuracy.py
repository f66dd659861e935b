"""Agencies check a draft for factual accuracy, and the coordinator answers each comment before it is published."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.problems import Problem
from maap.domain.sentences import counted
from maap.domain.written_dates import spoken

LONGEST_CHECK = 60
"""Days: a check that is open for longer holds up the learning."""


class Answer(StrEnum):
    """What became of a comment."""

    OPEN = ""
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not accepted"


class Comment(BaseModel):
    """What an agency holds to be wrong in a part of a draft. ``kept_because``: why words may stay (domain.giving)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: str = Field(min_length=1)
    text: str = Field(min_length=1, max_length=3000)
    kept_because: str = ""


class Reply(BaseModel):
    """The coordinator's answer to a comment."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: Literal["accepted", "not accepted"]
    reason: str = Field(min_length=1, max_length=3000)
    kept_because: str = ""


def refuse_until(until: date, today: date) -> None:
    """Raises Problem when agencies could not check until that date."""
    if until < today:
        raise Problem("Choose a date that is not in the past, so that agencies have time to read the draft.")
    if (until - today).days > LONGEST_CHECK:
        raise Problem(f"Choose a date within {LONGEST_CHECK} days: a longer check holds up the learning.")


def is_open(until: date, ended: bool, today: date) -> bool:
    """Whether agencies may still comment. The last day counts."""
    return not ended and today <= until


def in_the_way(unanswered: Sequence[str], until: date | None, today: date) -> str:
    """Why a draft cannot be published yet, in a sentence; empty when nothing stands in the way.

    ``unanswered``: the agency of each comment without an answer. ``until``: the last day of a check that is still
    open, None when there is none.
    """
    if unanswered:
        agencies = ", ".join(dict.fromkeys(unanswered))
        have = "has" if len(unanswered) == 1 else "have"
        return (
            f"{counted(len(unanswered), 'comment')} about accuracy {have} no answer yet (from {agencies}). Answer "
            "each one on the page “Accuracy check”, then publish."
        )
    if until is not None and today <= until:
        return (
            f"Agencies may still check the draft until {spoken(until)}. Wait until then, or end the check on the page "
            "“Accuracy check”."
        )
    return ""
