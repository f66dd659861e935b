"""How long what is kept: what people wrote goes when it has done its work, what was learned stays."""

from collections.abc import Iterable
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.people import LONDON
from maap.domain.problems import Problem


class Rules(BaseModel):
    """Months after which each kind goes.

    ``returns``: what agencies, families and panels wrote about cases, after the audit and its last action closed.
    ``letters``: what letters said, after they went out. ``sessions``: where and when people were signed in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    returns: int = Field(default=84, ge=1, le=600)
    letters: int = Field(default=12, ge=1, le=600)
    sessions: int = Field(default=12, ge=1, le=600)


LABELS = {
    "returns": "Words about cases: months after the audit and its last action closed",
    "letters": "What letters said: months after they went out",
    "sessions": "Sign-ins: months after they ended",
}
REMOVED = (
    "answers other than grades and their history, remarks on questions, what was asked to be changed, what families "
    "and practitioners said, the panel’s reasons and notes on cases, the words of issues that belong to one agency, "
    "and which row of the list a case was"
)
KEPT = "grades, themes, findings, recommendations, actions, published documents, and the record of who did what"


class Held(Problem):
    """Something must not be removed, because a hold stands."""

    def __init__(self, reference: str) -> None:
        super().__init__(f"{reference} is on hold, so nothing of it is removed. Lift the hold first.")


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(day.year + year, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


def due_on(closed: datetime | None, actions: Iterable[datetime | None], months: int) -> date | None:
    """The day from which an audit's words go; None while it, or one of its actions, is not closed."""
    ends = [closed, *actions]
    if any(end is None for end in ends):
        return None
    last = max(end for end in ends if end is not None)
    return months_after(last.astimezone(LONDON).date(), months)
