"""A screen on a wall: for how long its link works, and how it stands."""

from datetime import datetime, timedelta

from maap.domain.problems import Problem

DAYS = (7, 30, 90, 180)
"""For how long a screen may show figures."""
MOST_OPEN = 10
"""So many screens of one audit at once."""
SEEN_EVERY = timedelta(minutes=1)
"""A screen asks every few seconds; that it did is written down no more often than this."""


def refuse_period(days: int) -> timedelta:
    """The time that was chosen, as a span. Raises Problem for any other."""
    if days not in DAYS:
        raise Problem(f"A screen works for {', '.join(map(str, DAYS[:-1]))} or {DAYS[-1]} days. Choose one of these.")
    return timedelta(days=days)


def standing(expires_at: datetime, revoked_at: datetime | None, now: datetime) -> str:
    """How a link stands: on, ended or expired."""
    if revoked_at is not None:
        return "ended"
    return "on" if expires_at > now else "expired"


def is_due(seen_at: datetime | None, now: datetime) -> bool:
    """Whether it is time again to write down that a screen is there."""
    return seen_at is None or now - seen_at >= SEEN_EVERY
