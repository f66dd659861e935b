"""Letters that ask an agency to commit, and tell its people that returns are open or due later.

They never hold case content.
"""

from dataclasses import dataclass
from datetime import date

from maap.domain.written_dates import spoken


@dataclass(frozen=True)
class Wording:
    """A letter before it has an addressee."""

    subject: str
    body: str


COLLEAGUE = "colleague"
"""What a letter calls an agency's lead whose name is not known."""


def reminder_to_commit(name: str, agency: str, audit: str, opens: date | None) -> Wording:
    """What a coordinator may send to an agency that has not answered. ``audit``: reference and title."""
    by = f" Returns open on {spoken(opens)}, so please answer before then." if opens else ""
    return Wording(
        f"Please answer: does {agency} take part in {audit}?",
        f"Dear {name or COLLEAGUE},\n\n"
        f"The terms of reference of the audit {audit} are signed. We are asking each agency to accept the procedures "
        f"before its auditors begin, and we do not have an answer from {agency} yet.{by}\n\n"
        "Please sign in, open the audit and go to “Our commitment”. There you can read the procedures, commit, and "
        "name your auditors. If you cannot take part, you can say so there, with the reason.\n\n"
        "Thank you for your help.",
    )


def reminder_to_name_auditors(name: str, agency: str, audit: str, opens: date | None) -> Wording:
    """What a coordinator may send to an agency that has committed without naming its auditors."""
    by = f" Returns open on {spoken(opens)}, so please do it before then." if opens else ""
    return Wording(
        f"Please name the auditors of {agency} for {audit}",
        f"Dear {name or COLLEAGUE},\n\n"
        f"Thank you for committing to the audit {audit}. Please name at least one auditor from {agency} who did not "
        f"hold the cases.{by}\n\n"
        "Sign in, open the audit and go to “Our commitment”. If somebody is missing from the list there, tell me and I "
        "will have them invited.\n\n"
        "Thank you for your help.",
    )


def returns_open(name: str, audit: str, due: date, again: bool = False) -> Wording:
    """Tells a lead or an auditor that their agency's returns can be answered."""
    opened = "are open again" if again else "are now open"
    return Wording(
        f"Returns {opened}: {audit}",
        f"Dear {name},\n\n"
        f"The returns of the audit {audit} {opened}. They are due by {spoken(due)}.\n\n"
        "Sign in and go to “My work” to see what waits for you. If your agency does not know a child or an adult, "
        "“not known to us” is a complete answer.\n\n"
        "If somebody may be at risk now, do not wait and do not only write it in a return: telephone the safeguarding "
        "contact in the terms of reference at once.",
    )


def more_time(name: str, agency: str, audit: str, due: date) -> Wording:
    """Tells a lead or an auditor that the returns which their agency still owes are due later."""
    return Wording(
        f"{agency} has more time for its returns: {audit}",
        f"Dear {name},\n\n"
        f"The returns of the audit {audit} that {agency} has not handed in yet are now due by {spoken(due)}.\n\n"
        "Sign in and go to “My work” to see what waits for you. What you have answered so far is saved. Returns that "
        "are ready can be handed in before that day.\n\n"
        "Thank you for your help.",
    )
