"""How the stories of several audits are told at once: every deed at its own moment, the earliest first."""

from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from heapq import heapify, heappop, heappush

from sqlmodel import Session

from maap.demonstration.people import Cast
from maap.domain.people import LONDON
from maap.domain.timetable import is_working_day
from maap.outside.bank_holidays import around

Story = Generator[datetime, datetime, None]
"""Gives the moment at which it wants to go on, and is handed the moment at which it does."""

Telling = Generator[datetime, datetime, int]
"""A part of a story, which ends with an audit's id."""


@dataclass(frozen=True)
class Scene:
    """Where the stories are told. ``now``: when somebody looks at it all. ``themes``: key → id."""

    session: Session
    cast: Cast
    now: datetime
    themes: Mapping[str, int]

    def day(self, ago: float) -> date:
        """The working day so many days ago, or the last one before it."""
        day = (self.now.astimezone(LONDON) - timedelta(days=ago)).date()
        while not is_working_day(day, around(day)):
            day -= timedelta(days=1)
        return day

    def moment(self, ago: float, hour: int = 10, minute: int = 0) -> datetime:
        """A moment of that day in office hours, always before now."""
        there = datetime.combine(self.day(ago), time(hour, minute), LONDON).astimezone(UTC)
        return min(there, self.now - timedelta(minutes=1))


def tell(stories: Iterable[Story], until: datetime) -> None:
    """Tell them all to their ends. Time never goes back: a deed that comes late happens a minute after the last one."""
    waiting = [(next(story), number, story) for number, story in enumerate(stories)]
    heapify(waiting)
    clock = waiting[0][0]
    while waiting:
        wanted, number, story = heappop(waiting)
        clock = min(max(wanted, clock + timedelta(minutes=1)), until)
        try:
            heappush(waiting, (story.send(clock), number, story))
        except StopIteration:
            continue
