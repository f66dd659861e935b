"""How long somebody stays signed in, how fast they may guess, and what is stored of a secret token."""

import hashlib
from datetime import datetime, timedelta
from enum import StrEnum

IDLE = timedelta(minutes=30)
"""After so long without a deed the page locks and asks for the password again."""
LONGEST = timedelta(hours=10)
"""After so long the session ends, whatever happened."""
FRESH = timedelta(minutes=30)
"""For so long after somebody showed who they are they may administer, and take whole audits out of the house."""
SKEW = timedelta(minutes=1)
"""By so much the clocks of two machines may differ. A clock that is further back than what it has seen was moved."""
FREE_TRIES = 5
MOST_TRIES = 10
TRIES_FROM_ONE_PLACE = 50
WINDOW = timedelta(minutes=5)


class SessionState(StrEnum):
    """What a token is worth."""

    OPEN = "open"
    LOCKED = "locked"
    ENDED = "ended"


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def state(created: datetime, seen: datetime, now: datetime) -> SessionState:
    """Whether a session that was not signed out is still open.

    Where the clock was put back since its last step, nobody can say how long ago that was: it is locked.
    """
    if now - created >= LONGEST:
        return SessionState.ENDED
    return SessionState.OPEN if -SKEW <= now - seen < IDLE else SessionState.LOCKED


def wait_after(tries: int) -> timedelta:
    """How long to wait after so many failed tries in the window."""
    return timedelta(seconds=2 ** (tries - FREE_TRIES)) if tries >= FREE_TRIES else timedelta(0)


def is_fresh(confirmed: datetime | None, now: datetime) -> bool:
    """Whether somebody showed lately enough who they are."""
    return confirmed is not None and -SKEW <= now - confirmed < FRESH
