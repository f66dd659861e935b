"""The letter that goes with a one-time link: what an administrator copies into their own mail."""

from datetime import datetime

from maap.domain.invitations import Wording
from maap.domain.people import LONDON
from maap.domain.written_dates import spoken

SIGN_IN_LINK = "sign-in"
"""The purpose of a link that signs somebody in once, without a password."""


def letter(purpose: str, name: str, partnership: str, address: str, ends: datetime) -> Wording:
    """An invitation, a reset of a forgotten password, or one sign-in. ``purpose``: invitation, reset or sign-in."""
    local = ends.astimezone(LONDON)
    until = f"{spoken(local)} at {local:%H:%M}"
    works = f"It works once, until {until}. Please do not pass it on: whoever opens it can sign in as you."
    if purpose == "reset":
        return Wording(
            f"A new password for the audits of {partnership}",
            f"Dear {name},\n\nWith this link you can choose a new password:\n\n{address}\n\n{works}\n\n"
            "If you did not ask for it, tell us and ignore this letter: your old password still works.",
        )
    if purpose == SIGN_IN_LINK:
        return Wording(
            f"Your link to the audits of {partnership}",
            f"Dear {name},\n\nWith this link you can sign in once, without a password:\n\n{address}\n\n{works}\n\n"
            "If you did not ask for it, tell us and ignore this letter: nobody can use it without this address.",
        )
    return Wording(
        f"Your invitation to the audits of {partnership}",
        f"Dear {name},\n\n{partnership} carries out its multi-agency case audits on a web page, and you are invited to "
        f"take part. Open this link and choose a password:\n\n{address}\n\n{works}\n\n"
        "After that, sign in with your e-mail address and your password. “My work” then shows what waits for you.",
    )
