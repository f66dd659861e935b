"""The letter that goes with a one-time link: what an administrator copies into their own mail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from maap.domain.invitations import Wording
from maap.domain.written_dates import spoken_moment

SIGN_IN_LINK = "sign-in"
"""The purpose of a link that signs somebody in once, without a password."""


@dataclass(frozen=True)
class OneTimeLink:
    """A link that was just made. ``address``: where it leads; only a digest of it is kept."""

    purpose: str
    address: str
    ends: datetime


def invitation(name: str, partnership: str, address: str, ends: datetime) -> Wording:
    """Asks somebody who is new to choose a password."""
    return Wording(
        f"Your invitation to the audits of {partnership}",
        f"Dear {name},\n\n{partnership} carries out its multi-agency case audits on a web page, and you are invited to "
        f"take part. Open this link and choose a password:\n\n{address}\n\n{_works(ends)}\n\n"
        "After that, sign in with your e-mail address and your password. “My work” then shows what waits for you.",
    )


def new_password(name: str, partnership: str, address: str, ends: datetime) -> Wording:
    """Lets somebody who forgot their password choose another."""
    return Wording(
        f"A new password for the audits of {partnership}",
        f"Dear {name},\n\nWith this link you can choose a new password:\n\n{address}\n\n{_works(ends)}\n\n"
        "If you did not ask for it, tell us and ignore this letter: your old password still works.",
    )


def one_sign_in(name: str, partnership: str, address: str, ends: datetime) -> Wording:
    """Lets somebody in once, without a password."""
    return Wording(
        f"Your link to the audits of {partnership}",
        f"Dear {name},\n\nWith this link you can sign in once, without a password:\n\n{address}\n\n{_works(ends)}\n\n"
        "If you did not ask for it, tell us and ignore this letter: nobody can use it without this address.",
    )


LETTERS: Mapping[str, Callable[[str, str, str, datetime], Wording]] = MappingProxyType(
    {"invitation": invitation, "reset": new_password, SIGN_IN_LINK: one_sign_in}
)
"""Purpose of a link → the letter that goes with it."""


def _works(ends: datetime) -> str:
    until = spoken_moment(ends)
    return f"It works once, until {until}. Please do not pass it on: whoever opens it can sign in as you."
