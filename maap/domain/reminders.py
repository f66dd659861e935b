"""When agencies are reminded of their returns: by the days of the audit's own timetable, on working days only."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from maap.domain.due_dates import RETURNS_DUE
from maap.domain.timetable import Milestone, milestone_of


class Reminder(StrEnum):
    """A step of the ladder; its value is the key of the letter."""

    SOON = "returns_due_soon"
    LATE = "returns_late"
    ESCALATED = "returns_escalated"


def rung(timetable: Sequence[Milestone], due: date, today: date) -> Reminder | None:
    """The highest step that has been reached today, for returns due on that day; None before the first.

    Returns that were asked for later, as of a case that stands in for another, are due later: their steps are later by
    as many days. Each is written once, so a day on which nothing ran (a weekend, a holiday) is made up for on the next.
    """
    asked = milestone_of(timetable, RETURNS_DUE)
    later = due - asked.on if asked else timedelta()
    reached: Reminder | None = None
    if (soon := milestone_of(timetable, "reminder")) and soon.on + later <= today <= due:
        reached = Reminder.SOON
    if today > due:
        reached = Reminder.LATE
    if (escalation := milestone_of(timetable, "escalation")) and today >= escalation.on + later > due:
        reached = Reminder.ESCALATED
    return reached


def owed_in_words(n: int, late: bool) -> str:
    """«3 returns of your agency are not handed in yet.»"""
    are = "return of your agency is" if n == 1 else "returns of your agency are"
    return f"{n} {are} {'late' if late else 'not handed in yet'}."
