"""Letters about actions that are due. They name the audit and the action's number, never what it is about."""

from datetime import date
from enum import StrEnum

from maap.domain.invitations import Wording
from maap.domain.sentences import counted
from maap.domain.written_dates import spoken

SOON = 14
"""Days before the due date from which an agency is reminded, once."""
AGAIN = 28
"""Days after which somebody whose action is still overdue is written to again."""


class Reminder(StrEnum):
    """Why somebody is written to about an action."""

    DUE_SOON = "due soon"
    OVERDUE = "overdue"


def owed(due: date, reminded: str, reminded_on: date | None, today: date) -> Reminder | None:
    """The letter that an open action owes today, given the last one that was written about it."""
    if due < today:
        again = reminded != Reminder.OVERDUE or reminded_on is None or (today - reminded_on).days >= AGAIN
        return Reminder.OVERDUE if again else None
    return Reminder.DUE_SOON if (due - today).days <= SOON and not reminded else None


def letter(name: str, agency: str, audit: str, number: int, due: date, today: date) -> Wording:
    """Tells an agency's lead of an action that is due soon or overdue. ``audit``: reference and title."""
    if due < today:
        late = counted((today - due).days, "day")
        subject = f"Action {number} is overdue: {audit}"
        when = f"It was due on {spoken(due)}, {late} ago."
    else:
        subject = f"Action {number} is due soon: {audit}"
        when = f"It is due on {spoken(due)}."
    return Wording(
        subject,
        f"Dear {name},\n\n"
        f"{agency} leads action {number} of the audit {audit}. {when}\n\n"
        "Please sign in, open “Actions” and say how far it is and what shows that it helps. If it is done, ask there "
        "for it to be closed. If the date cannot be kept, say so early: the coordinator can agree a new one.\n\n"
        "Thank you for your help.",
    )
