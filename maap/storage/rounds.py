"""Jobs that run by themselves: each in one process at a time, however many serve the house."""

from datetime import datetime, timedelta

from sqlmodel import Session

from maap.storage.tables import HouseRound


def take(session: Session, name: str, now: datetime, every: timedelta, longest: timedelta) -> bool:
    """Take a job when it is due and nobody else has it. ``longest``: after so long a lost one is anybody's.

    Deeds happen one after the other (`work`), so of two processes that ask at once one is told no.
    """
    row = session.get(HouseRound, name)
    if row is not None and (row.held_until > now or (row.last_at is not None and now - row.last_at < every)):
        return False
    row = row or HouseRound(name=name, held_until=now)
    row.held_until = now + longest
    session.add(row)
    return True


def put_back(session: Session, name: str, now: datetime, done: bool) -> None:
    """The job is over. One that failed is tried again at its next turn, a little later."""
    row = session.get_one(HouseRound, name)
    row.held_until = now if done else now + timedelta(minutes=5)
    row.last_at = now if done else row.last_at
    session.add(row)
