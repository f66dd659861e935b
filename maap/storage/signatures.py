"""Who has been asked to sign an audit's terms as they stand now."""

from sqlmodel import Session, col, select

from maap.domain.audit import Stage
from maap.domain.signing import SigningState, state_of
from maap.storage.tables import Audit, Signature


def signatures(session: Session, audit: Audit) -> list[Signature]:
    """The signatures asked for on the current version, in the order of the terms."""
    asked = select(Signature).where(Signature.audit_id == audit.id, Signature.version == audit.terms_version)
    return list(session.exec(asked.order_by(col(Signature.id))))


def signing_state(session: Session, audit: Audit) -> SigningState:
    """Whether the current version is being written, is out for signature, or is signed."""
    return state_of(Stage(audit.stage), len(signatures(session, audit)))
