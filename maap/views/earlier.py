"""Results of audits from before this house, as those who keep the library list them."""

from dataclasses import dataclass

from sqlmodel import Session

from maap.access import desk
from maap.domain.people import Actor, Permission
from maap.storage.earlier import Kept, earlier_audits


@dataclass(frozen=True)
class EarlierLine:
    """One audit. ``said``: how many were counted, in words; ``grades`` and ``themes`` how many sets of them."""

    earlier_id: int
    year: str
    reference: str
    title: str
    said: str
    grades: int
    themes: int
    source: str


def earlier_lines(session: Session, actor: Actor) -> tuple[EarlierLine, ...]:
    """All of them, the latest year first."""
    desk(actor, Permission.KEEP_LIBRARY)
    return tuple(reversed([_line(kept) for kept in earlier_audits(session)]))


def _line(kept: Kept) -> EarlierLine:
    audit = kept.audit
    return EarlierLine(
        earlier_id=kept.earlier_id,
        year=audit.year,
        reference=audit.audit,
        title=audit.title,
        said=f"{audit.n} {audit.unit}" if audit.n is not None else f"{audit.unit}, number not published",
        grades=len(audit.grades),
        themes=len(audit.themes),
        source=audit.source,
    )
