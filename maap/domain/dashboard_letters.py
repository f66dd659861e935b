"""When somebody who asked for it gets a letter about a dashboard. The letter holds no figures: only where they are."""

from datetime import date

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
"""Days of the week on which letters are written."""
MONTHLY = None
"""In the place of a day: once a month, on its first days."""


def is_due(day: int | None, last: date, today: date) -> bool:
    """Whether a letter is written today. ``last``: when the one before was written, or letters were asked for.

    A month whose first days the house slept through gets its letter when the house wakes up.
    """
    if day is MONTHLY:
        return (last.year, last.month) < (today.year, today.month)
    return today.weekday() == day and today > last


def in_words(day: int | None) -> str:
    """«every Monday», «once a month»."""
    return "once a month" if day is MONTHLY else f"every {DAYS[day]}"
