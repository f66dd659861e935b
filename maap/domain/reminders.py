"""When agencies are reminded of their returns: by the days of the audit's own timetable, on working days only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from maap.domain.due_dates import RETURNS_DUE
from maap.domain.timetable import Milestone, milestone_of


class Reminder(StrEnum):
    """A step of the ladder; its value is the key of the letter."""

    SOON = "returns_due_soon"
    LATE = "returns_late"
    ESCALATED = "returns_escalated"


@dataclass(frozen=True)
class Rung:
    """A step of the ladder and the day from which it holds."""

    reminder: Reminder
    since: date


def rung(timetable: Sequence[Milestone], due: date, today: date) -> Rung | None:
    """The highest step that has been reached today, for returns due on that day; None before the first.

    Returns that were asked for later, as of a case that stands in for another, are due later: their steps are later by
    as many days. Each is written once, so a day on which nothing ran (a weekend, a holiday) is made up for on the next.
    """
    asked = milestone_of(timetable, RETURNS_DUE)
    later = due - asked.on if asked else timedelta()
    reached = None
    if (soon := milestone_of(timetable, "reminder")) and soon.on + later <= today <= due:
        reached = Rung(Reminder.SOON, soon.on + later)
    if today > due:
        reached = Rung(Reminder.LATE, due)
    if (escalation := milestone_of(timetable, "escalation")) and today >= escalation.on + later > due:
        reached = Rung(Reminder.ESCALATED, escalation.on + later)
    return reached


def owed_in_words(n: int, late: bool) -> str:
    """«3 returns of your agency are not handed in yet.»"""
    are = "return of your agency is" if n == 1 else "returns of your agency are"
    return f"{n} {are} {'late' if late else 'not handed in yet'}."
