"""What is left of an allowance, kept where the throttles keep their tries. Nobody is named in it."""

import hashlib
import hmac
from datetime import datetime

from sqlmodel import Session, col, select

from maap.domain.allowances import Allowance
from maap.storage import keys
from maap.storage.tables import Attempt

MARK = "allowance "
"""Before the subject of such a row: it is no failed try."""


def subject(kind: str, value: str) -> str:
    """Whom or what a throttle counts, so that only whoever has the key can tell."""
    return hmac.new(keys.derived("throttle"), f"{kind}:{value}".encode(), hashlib.sha256).hexdigest()


def take(session: Session, allowance: Allowance, kind: str, value: str, now: datetime) -> bool:
    """Whether once more is allowed. It is then counted."""
    row = session.exec(select(Attempt).where(col(Attempt.subject) == MARK + subject(kind, value))).first()
    row = row or Attempt(subject=MARK + subject(kind, value), at=now)
    full_at = allowance.once_more(row.at, now)
    if full_at is None:
        return False
    row.at = full_at
    session.add(row)
    return True
