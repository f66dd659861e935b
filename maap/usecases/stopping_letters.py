"""Letters about a dashboard are stopped by a link in each of them, which needs no account and does nothing else."""

import hashlib
import hmac
from datetime import datetime

from sqlmodel import Session

from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import keys
from maap.storage.tables import DashboardLetter
from maap.storage.trail import record_by_the_house

BY_HAND = "press “Stop the letters” on that page"
"""Where the house does not know its own address."""
_MARK = 32


class NothingToStop(Problem):
    """The letters have stopped already, or the link was never one of the house's."""

    def __init__(self) -> None:
        super().__init__("These letters have stopped already, or part of the link is missing.")


def stop_address(row: DashboardLetter) -> str:
    """The link that stops these letters; in words where the house does not know its own address."""
    house = settings().address.rstrip("/")
    return f"{house}/stop-letters/{row.id}-{_mark(row)}" if house else BY_HAND


def check_stop(session: Session, token: str) -> None:
    """Look at a link without doing anything: scanners of mail open every link. Raises NothingToStop."""
    _wanted(session, token)


def stop_by_link(session: Session, token: str, now: datetime) -> None:
    """No more of these letters. Raises NothingToStop."""
    row = _wanted(session, token)
    about = {"audit_id": row.audit_id, "person_id": row.person_id}
    session.delete(row)
    record_by_the_house(session, now, "stopped letters about a dashboard by their link", **about)


def _wanted(session: Session, token: str) -> DashboardLetter:
    number, _, mark = token.partition("-")
    known = number.isascii() and number.isdigit() and len(number) < 10
    row = session.get(DashboardLetter, int(number)) if known else None
    if row is None or not hmac.compare_digest(_mark(row).encode(), mark.encode()):
        raise NothingToStop
    return row


def _mark(row: DashboardLetter) -> str:
    """Of this person's wish for letters about this audit, and of no later one."""
    about = f"{row.id}/{row.person_id}/{row.audit_id}/{row.made_at.timestamp()}"
    return hmac.new(keys.derived("stop letters"), about.encode(), hashlib.sha256).hexdigest()[:_MARK]
