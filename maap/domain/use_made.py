"""What an agency did with a published briefing."""

from datetime import date
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.problems import Problem

How = Literal[
    "team meeting", "supervision", "training", "newsletter", "policy change", "practice guidance", "event", "other"
]
WAYS: tuple[str, ...] = get_args(How)
LABELS = {"how": "How it was used", "reached": "People reached", "used_on": "When", "text": "What came of it"}


class Use(BaseModel):
    """One use of a briefing. ``reached``: people, None when nobody counted them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: How
    reached: int | None = Field(default=None, ge=0, le=100_000)
    used_on: date
    text: str = Field(default="", max_length=2000)
    kept_because: str = ""


def refuse_date(used_on: date, published_on: date, today: date) -> None:
    """Raises Problem for a day on which nobody can have used it."""
    if used_on > today:
        raise Problem("Choose the day on which you used the briefing. It cannot be in the future.")
    if used_on < published_on:
        raise Problem("Choose a day on which the briefing was out already.")
