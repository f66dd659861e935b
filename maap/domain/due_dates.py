"""The day by which an audit's returns are asked for."""

from collections.abc import Sequence
from datetime import date

from maap.domain.problems import Problem
from maap.domain.timetable import Holidays, Milestone, add_working_days, is_working_day, milestone_of
from maap.domain.written_dates import spoken

RETURNS_DUE = "returns_due"
USUAL_TIME = 15
"""Working days for a return when the timetable names no day."""
USUAL_MORE = 5
"""Working days from today that are offered to an agency that needs more time."""
LEAST_TIME = 5
"""Working days that an agency always gets: nobody is late on the day they are asked."""


def returns_due(timetable: Sequence[Milestone], today: date, holidays: Holidays) -> date:
    """The timetable's day, or the soonest fair one for returns that are asked for only now."""
    milestone = milestone_of(timetable, RETURNS_DUE)
    if milestone is None:
        return add_working_days(today, USUAL_TIME, holidays)
    return max(milestone.on, add_working_days(today, LEAST_TIME, holidays))


def refuse_day(day: date, today: date, holidays: Holidays) -> None:
    """Returns are due on a day that is still to come and on which people work. Raises Problem."""
    if day <= today:
        raise Problem("Choose a day that is still to come.")
    if not is_working_day(day, holidays):
        raise Problem(f"{spoken(day)} is a weekend or a bank holiday. Choose a day on which people work.")
