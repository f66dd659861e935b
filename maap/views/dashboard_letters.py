"""Whether somebody has letters about a dashboard, and when."""

from dataclasses import dataclass

from sqlmodel import Session, select

from maap.access import seat
from maap.domain.people import Actor, Permission
from maap.storage.tables import DashboardLetter


@dataclass(frozen=True)
class LettersAbout:
    """``wanted``: they come; ``day``: of the week, Monday 0, or None for once a month."""

    wanted: bool
    day: int | None = None


def letters_about(session: Session, actor: Actor, audit_id: int) -> LettersAbout:
    """One's own letters about an audit's dashboard."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    mine = select(DashboardLetter).where(DashboardLetter.person_id == actor.person_id)
    row = session.exec(mine.where(DashboardLetter.audit_id == place.id)).first()
    return LettersAbout(row is not None, row.day if row else None)
