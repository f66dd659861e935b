"""The pulse of an audit: one number that an open dashboard asks for, to know whether anything changed."""

from functools import lru_cache

from sqlalchemy import Executable, bindparam, select, update
from sqlmodel import Session, col

from maap.storage.tables import Audit


def beat(session: Session, audit_id: int) -> None:
    """Something changed that a chart could show. Counted in SQL, so that no beat of two writers is lost."""
    session.flush()
    session.connection().execute(_beat(), {"audit": audit_id})


@lru_cache(maxsize=1)
def _beat() -> Executable:
    """The statement behind `beat`, part of every saved answer: built once, and sent past the session's own books."""
    audits = Audit.__table__  # type: ignore[attr-defined]
    return update(audits).where(audits.c.id == bindparam("audit")).values(pulse=audits.c.pulse + 1)


def pulse_of(session: Session, audit_id: int) -> int:
    """The number itself, which says nothing but that something changed; 0 where there is no such audit."""
    return session.execute(select(col(Audit.pulse)).where(col(Audit.id) == audit_id)).scalar() or 0
