"""How often something that costs computing may be asked for: so much at once, and after that a little at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from maap.domain.people import Refused


@dataclass(frozen=True)
class Allowance:
    """``at_once`` so often in a row, and once more after each ``every``: it fills again by itself, like a bucket.

    All that is kept of it is the moment at which it is full again.
    """

    at_once: int
    every: timedelta

    def __str__(self) -> str:
        return f"{self.at_once} at once, then one each {self.every.total_seconds():g} s"

    def once_more(self, full_at: datetime, now: datetime) -> datetime | None:
        """When it is full again, once another was taken now; None when nothing is left.

        Further away than from empty to full can only be what was kept before the clock was put back: it begins anew.
        """
        empty = now + self.at_once * self.every
        later = (full_at if now < full_at <= empty else now) + self.every
        return later if later <= empty else None


FILES = Allowance(120, timedelta(seconds=6))
"""Files for one person: a pack for each of twenty agencies in three kinds, and as many again; then ten in a minute."""
CALENDARS = Allowance(60, timedelta(minutes=1))
"""One person's calendar address. Calendar programs ask every few minutes at most, on each device."""
SHARED = Allowance(300, timedelta(seconds=2))
"""What is behind one share link, for everybody who has it."""
SCREENS = Allowance(120, timedelta(seconds=1))
"""Drawings for one screen on a wall, which asks for news every second and a half and is drawn when there are any."""


class TooOften(Refused):
    """What was asked for too often, and after how long some of it is there again."""

    def __init__(self, what: str, wait: timedelta = timedelta(minutes=1)) -> None:
        self.wait = wait
        minutes = wait // timedelta(minutes=1)
        super().__init__(
            f"There were too many calls for {what} in a short time. "
            f"Wait {'a minute' if minutes == 1 else f'{minutes} minutes'}, then go on.",
            f"{what}, too often",
        )
