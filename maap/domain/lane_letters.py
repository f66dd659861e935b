"""Letters about the two private lanes. They say that something waits, and never what it is about."""

from datetime import date, datetime

from maap.domain.invitations import Wording
from maap.domain.written_dates import spoken, spoken_moment

_HOW = "For the safety of children, adults and families this letter says nothing about it."


def issue_raised(name: str, agency: str, audit: str, due: date, again: bool = False) -> Wording:
    """To an agency's lead: an issue waits for an answer. ``audit``: reference and title."""
    what = "An issue was opened again" if again else "An issue was raised"
    return Wording(
        f"{what} with {agency}: {audit}",
        f"Dear {name},\n\n"
        f"{what} with {agency} in the audit {audit}. Only your agency's lead and the partnership's coordinator can "
        f"read it. Please answer by {spoken(due)}.\n\n"
        f"Sign in, open the audit and go to “Issues”. {_HOW}\n\n"
        "Thank you for your help.",
    )


def issue_chased(name: str, agency: str, audit: str, due: date, late: bool) -> Wording:
    """To an agency's lead: a reminder of an issue that waits for an answer."""
    when = f"The answer was due on {spoken(due)}" if late else f"The answer is due on {spoken(due)}"
    return Wording(
        f"Reminder: an issue waits for {agency}: {audit}",
        f"Dear {name},\n\n"
        f"An issue that was raised with {agency} in the audit {audit} still waits for your answer. {when}.\n\n"
        f"Sign in, open the audit and go to “Issues”. If you need more time, or if it does not belong to your agency, "
        f"say so there. {_HOW}\n\n"
        "Thank you for your help.",
    )


def concern_recorded(name: str, audit: str, due: datetime) -> Wording:
    """To coordinator and chair: somebody recorded an immediate concern."""
    return Wording(
        f"Please acknowledge by {spoken_moment(due)}: immediate concern in {audit}",
        f"Dear {name},\n\n"
        f"Somebody who reads a case of the audit {audit} found that a child or an adult may be at risk now. They have "
        f"told a safeguarding team. Please check that it was received, and acknowledge it by {spoken_moment(due)}.\n\n"
        f"Sign in: it stands at the top of “My work”. {_HOW}",
    )


def concern_overdue(name: str, audit: str, due: datetime) -> Wording:
    """To coordinator and chair, once: nobody acknowledged a concern in time."""
    return Wording(
        f"Overdue: nobody has acknowledged an immediate concern in {audit}",
        f"Dear {name},\n\n"
        f"An immediate concern in the audit {audit} was to be acknowledged by {spoken_moment(due)}, and nobody has "
        "done it. Please telephone the safeguarding team now to make sure that it was received, then "
        "acknowledge it.\n\n"
        f"Sign in: it stands at the top of “My work”. {_HOW}",
    )
