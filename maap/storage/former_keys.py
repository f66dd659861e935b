"""Keys with which the trail was chained before the main key was exchanged: sealed with today's, to prove old lines.

They prove and no longer write. Somebody who has a former key cannot change an old line unseen: the first line under the
next key holds the hash of the last one under it.
"""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from maap.domain.problems import Problem
from maap.storage.sealing import seal, unseal
from maap.storage.tables import Choice

KIND = "former key"
_PURPOSE = "former keys"
Former = Sequence[tuple[int, bytes]]
"""The last line that each wrote, and the key; the oldest first."""


class KeyExchanged(Problem):
    """The key file holds a key that was exchanged for another."""

    def __init__(self) -> None:
        super().__init__(
            "The key of this house was exchanged, and the key file does not hold the new one. If “key change” was "
            "interrupted, run it again; otherwise put the newest recovery sheet's key into the key file."
        )


def of(session: Session) -> Former:
    """Every former key. Raises KeyExchanged when today's key does not open them."""
    found = []
    for row in session.exec(select(Choice).where(Choice.kind == KIND).order_by(col(Choice.position))):
        told = unseal(_PURPOSE, row.body["sealed"])
        if told is None:
            raise KeyExchanged
        found.append((int(row.body["until"]), bytes.fromhex(told["trail"])))
    return found


def at(former: Former, line: int | None) -> bytes | None:
    """The former key that wrote this line; None when today's did."""
    return next((key for until, key in former if line is not None and line <= until), None)


def keep(session: Session, former: Former) -> None:
    """Store these instead of those that are stored, sealed with the key in use."""
    for row in session.exec(select(Choice).where(Choice.kind == KIND)):
        session.delete(row)
    session.flush()
    for place, (until, key) in enumerate(former):
        body = {"until": until, "sealed": seal(_PURPOSE, {"trail": key.hex()})}
        session.add(Choice(kind=KIND, key=str(place), name="", body=body, position=place, active=False))
