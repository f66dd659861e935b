"""The pulse of an audit: one number that an open dashboard asks for, to know whether anything changed."""

from sqlalchemy import select, update
from sqlmodel import Session, col

from maap.storage.tables import Audit


def beat(session: Session, audit_id: int) -> None:
    """Something changed that a chart could show. Counted in SQL, so that no beat of two writers is lost."""
    session.execute(
        update(Audit)
        .where(col(Audit.id) == audit_id)
        .values(pulse=Audit.pulse + 1)
        .execution_options(synchronize_session=False)
    )


def pulse_of(session: Session, audit_id: int) -> int:
    """The number itself, which says nothing but that something changed; 0 where there is no such audit."""
    return session.execute(select(col(Audit.pulse)).where(col(Audit.id) == audit_id)).scalar() or 0
