"""An audit's timetable: milestones made from a template, movable, always on working days."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict

from maap.domain.partnership import TimetableStep
from maap.domain.problems import Problem
from maap.domain.written_dates import spoken

SATURDAY = 5
Holidays = AbstractSet[date]


class Milestone(BaseModel):
    """A dated step of one audit. `lasts` is in working days; 0 is a single day."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    name: str
    on: date
    lasts: int = 0
    who: str = ""


class CannotMove(Problem):
    """A milestone that may not go to the day asked for."""


def plan(template: Sequence[TimetableStep], start: date, holidays: Holidays) -> tuple[Milestone, ...]:
    """Every step of the template as a milestone, in order, from the day the terms are signed off."""
    milestones: list[Milestone] = []
    for step in template:
        week = add_working_days(start + timedelta(weeks=step.week), 0, holidays)
        on = add_working_days(week, step.working_days, holidays)
        on = max([on, *(milestone.on for milestone in milestones)])
        milestones.append(Milestone(key=step.key, name=step.name, on=on, lasts=step.lasts, who=step.who))
    return tuple(milestones)


def move(milestones: Sequence[Milestone], key: str, to: date, holidays: Holidays) -> tuple[Milestone, ...]:
    """The timetable with one date changed; those after it follow, as many working days later as before.

    Raises CannotMove for a day that nobody works or one before an earlier milestone.
    """
    place = next((number for number, milestone in enumerate(milestones) if milestone.key == key), None)
    if place is None:
        raise CannotMove("That step is no longer in the timetable. Reload the page to see the timetable as it is now.")
    moved = milestones[place]
    _refuse_day_off(to, holidays)
    if place and to < milestones[place - 1].on:
        earlier = milestones[place - 1]
        raise CannotMove(
            f"“{moved.name}” cannot be on {in_words(to)}, because “{earlier.name}” comes first, on"
            f" {in_words(earlier.on)}. Choose that day or a later one, or move “{earlier.name}” first."
        )
    following = tuple(
        later.model_copy(
            update={"on": add_working_days(to, working_days_between(moved.on, later.on, holidays), holidays)}
        )
        for later in milestones[place + 1 :]
    )
    return (*milestones[:place], moved.model_copy(update={"on": to}), *following)


def ends(milestone: Milestone, holidays: Holidays) -> date:
    """The last day of a step that takes several working days; its own day for the others."""
    return add_working_days(milestone.on, milestone.lasts, holidays)


def milestone_of(milestones: Sequence[Milestone], key: str) -> Milestone | None:
    """The milestone of that key, or None when the timetable has no such step."""
    return next((milestone for milestone in milestones if milestone.key == key), None)


def is_working_day(day: date, holidays: Holidays) -> bool:
    """Whether people work that day: neither a weekend nor a bank holiday."""
    return day.weekday() < SATURDAY and day not in holidays


def add_working_days(day: date, count: int, holidays: Holidays) -> date:
    """The working day so many working days after `day` (before it, for a negative count).

    A count of 0 gives the day itself, or the next working day when nobody works then.
    """
    step = timedelta(days=-1 if count < 0 else 1)
    left = abs(count)
    while left or not is_working_day(day, holidays):
        day += step
        if left and is_working_day(day, holidays):
            left -= 1
    return day


def working_days_between(first: date, last: date, holidays: Holidays) -> int:
    """Working days after `first`, up to and including `last`; negative when `last` comes first."""
    if last < first:
        return -working_days_between(last, first, holidays)
    span = range(1, (last - first).days + 1)
    return sum(is_working_day(first + timedelta(days=number), holidays) for number in span)


def in_words(day: date) -> str:
    """A date as people say it: Tuesday 3 March 2026."""
    return f"{day:%A} {spoken(day)}"


def _refuse_day_off(day: date, holidays: Holidays) -> None:
    if is_working_day(day, holidays):
        return
    why = "a weekend" if day.weekday() >= SATURDAY else "a bank holiday"
    before, after = add_working_days(day, -1, holidays), add_working_days(day, 1, holidays)
    raise CannotMove(f"{in_words(day)} is {why}. Choose {in_words(before)} or {in_words(after)}.")
