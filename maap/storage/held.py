"""Whether an audit is on hold."""

from sqlmodel import Session, col, select

from maap.storage.tables import Hold


def is_held(session: Session, audit_id: int) -> bool:
    """Whether a hold stands on it."""
    standing = select(Hold.id).where(Hold.audit_id == audit_id, col(Hold.lifted_at).is_(None))
    return session.exec(standing).first() is not None
