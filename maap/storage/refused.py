"""Who was refused what at a door: a line in the trail, in a deed of its own, since what was refused leaves nothing.

The line holds what was asked for, and so no more than whoever asked knew: whether it is there, or whose it is, is not
in it. Somebody who knocks at every door fills no trail: the same refusal is written once an hour, and after `MOST` of
them in an hour one line says that there were more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from maap.domain.people import Actor, Refused
from maap.storage.tables import TrailEntry
from maap.storage.trail import record

DEED = "was refused"
MORE = "was refused too often to write each"
WITHIN = timedelta(hours=1)
MOST = 20
_LOOKED_AT = 2000
"""So many of the last lines are looked at: the trail may be long, and everybody waits while one writes."""


@dataclass
class _Door:
    """Who asked last in a unit of work."""

    actor: Actor | None = None


_door: ContextVar[_Door | None] = ContextVar("door", default=None)


def asks(actor: Actor) -> None:
    """Somebody stands before a door."""
    door = _door.get()
    if door is not None:
        door.actor = actor


@contextmanager
def watched() -> Iterator[_Door | None]:
    """See who asks inside; None within another unit of work, which sees to it itself."""
    if _door.get() is not None:
        yield None
        return
    door = _Door()
    _door.set(door)
    try:
        yield door
    finally:
        _door.set(None)


def note(session: Session, actor: Actor, refusal: Refused) -> None:
    """Write the line, unless it was written lately or there were too many."""
    last = session.exec(select(TrailEntry.id).order_by(col(TrailEntry.id).desc()).limit(1)).first() or 0
    lately = session.exec(
        select(TrailEntry.about)
        .where(col(TrailEntry.id) > last - _LOOKED_AT, col(TrailEntry.at) > actor.now - WITHIN)
        .where(TrailEntry.person_id == actor.person_id, col(TrailEntry.deed).in_((DEED, MORE)))
    ).all()
    if refusal.asked in lately or len(lately) > MOST:
        return
    if len(lately) == MOST:
        record(session, actor, MORE)
    else:
        record(session, actor, DEED, about=refusal.asked)
