"""How often a letter is tried, and when it is given up."""

from datetime import datetime, timedelta
from enum import StrEnum

MOST_TRIES = 8
HELD = timedelta(minutes=10)
"""For so long a letter that is being sent is nobody else's: a process that dies meanwhile lets go of it."""
_WAITS = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes after each failed try: all in all some two days."""


CONCERN, CONCERN_OVERDUE = "immediate concern", "immediate concern overdue"
URGENT = (CONCERN, CONCERN_OVERDUE)
"""Kinds of letters that go before all others, however many wait."""


class PostState(StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given up"


def next_try(tries: int, now: datetime) -> datetime | None:
    """When a letter that failed ``tries`` times is tried again; None when it is given up."""
    return None if tries >= MOST_TRIES else now + timedelta(minutes=_WAITS[min(tries, len(_WAITS)) - 1])
