"""The day by which an audit's returns are asked for."""

from collections.abc import Sequence
from datetime import date

from maap.domain.timetable import Holidays, Milestone, add_working_days, milestone_of

RETURNS_DUE = "returns_due"
USUAL_TIME = 15
"""Working days for a return when the timetable names no day."""
LEAST_TIME = 5
"""Working days that an agency always gets: nobody is late on the day they are asked."""


def returns_due(timetable: Sequence[Milestone], today: date, holidays: Holidays) -> date:
    """The timetable's day, or the soonest fair one for returns that are asked for only now."""
    milestone = milestone_of(timetable, RETURNS_DUE)
    if milestone is None:
        return add_working_days(today, USUAL_TIME, holidays)
    return max(milestone.on, add_working_days(today, LEAST_TIME, holidays))
