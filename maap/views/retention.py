"""What is kept until when, what would go now, and the certificates of what went."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.people import Actor, Permission
from maap.domain.retention import Rules
from maap.storage.retained import closed_audits, rules_in_force
from maap.storage.stripping import counted
from maap.storage.tables import Audit, Choice, Removal


@dataclass(frozen=True)
class Kept:
    """A closed audit. ``would_go``: what is there to remove, by kind; ``is_due``: whether its time has come."""

    audit_id: int
    reference: str
    title: str
    due: date | None
    held: str
    is_due: bool
    would_go: Mapping[str, int]


@dataclass(frozen=True)
class Certificate:
    """What was removed from an audit, and when."""

    reference: str
    removed_at: datetime
    removed: Mapping[str, int]


@dataclass(frozen=True)
class Retention:
    """``revision`` is the rules'."""

    rules: Rules
    revision: int
    audits: tuple[Kept, ...]
    certificates: tuple[Certificate, ...]


def retention(session: Session, actor: Actor) -> Retention:
    """Everything about keeping and removing: counts only, never a word of it."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    row = session.exec(select(Choice).where(Choice.kind == "retention")).first()
    audits = [
        Kept(
            audit_id=one.audit_id,
            reference=one.reference,
            title=one.title,
            due=one.due,
            held=one.held,
            is_due=one.due is not None and one.due <= actor.today and not one.held,
            would_go=counted(session, one.audit_id),
        )
        for one in closed_audits(session)
    ]
    removed = session.execute(
        select(Removal, Audit.reference).join(Audit, col(Audit.id) == Removal.audit_id).order_by(col(Removal.id).desc())
    )
    return Retention(
        rules=rules_in_force(session),
        revision=row.revision if row else 0,
        audits=tuple(audits),
        certificates=tuple(Certificate(reference, row.removed_at, row.removed) for row, reference in removed),
    )
