"""A believable, made-up partnership, filled in through the same use cases that people's pages call."""

from datetime import datetime

from sqlmodel import Session

PASSWORD = "tram lantern harvest"  # noqa: S105  (shown on the demonstration's sign-in page)


def fill(session: Session, now: datetime) -> None:
    """Fill an installation whose configuration is loaded."""
    raise NotImplementedError
