"""The letter that goes with a one-time link: what an administrator copies into their own mail."""

from datetime import datetime

from maap.domain.invitations import Wording
from maap.domain.people import LONDON
from maap.domain.written_dates import spoken


def letter(purpose: str, name: str, partnership: str, address: str, ends: datetime) -> Wording:
    """An invitation, or a reset of a forgotten password. ``purpose``: invitation or reset."""
    local = ends.astimezone(LONDON)
    until = f"{spoken(local)} at {local:%H:%M}"
    works = f"It works once, until {until}. Please do not pass it on: whoever opens it can sign in as you."
    if purpose == "reset":
        return Wording(
            f"A new password for the audits of {partnership}",
            f"Dear {name},\n\nWith this link you can choose a new password:\n\n{address}\n\n{works}\n\n"
            "If you did not ask for it, tell us and ignore this letter: your old password still works.",
        )
    return Wording(
        f"Your invitation to the audits of {partnership}",
        f"Dear {name},\n\n{partnership} carries out its multi-agency case audits on a web page, and you are invited to "
        f"take part. Open this link and choose a password:\n\n{address}\n\n{works}\n\n"
        "After that, sign in with your e-mail address and your password. “My work” then shows what waits for you.",
    )
