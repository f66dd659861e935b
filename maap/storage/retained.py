"""Until when each audit's words are kept."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from maap.domain.retention import Rules, due_on
from maap.storage.stripping import counted
from maap.storage.tables import Action, Audit, Choice, Hold


@dataclass(frozen=True)
class Keeping:
    """An audit that is closed. ``due``: from when its words go, None while an action is open. ``held``: why not."""

    audit_id: int
    reference: str
    title: str
    due: date | None
    held: str


def rules_in_force(session: Session) -> Rules:
    """How long what is kept."""
    row = session.exec(select(Choice).where(Choice.kind == "retention")).first()
    return Rules.model_validate(row.body) if row else Rules()


def closed_audits(session: Session) -> list[Keeping]:
    """Every closed audit, the one whose time comes first at the top."""
    months = rules_in_force(session).returns
    ends: dict[int, list[object]] = {}
    for audit_id, closed in session.execute(select(Action.audit_id, Action.closed_at)):
        ends.setdefault(audit_id, []).append(closed)
    holds = {row.audit_id: row.reason for row in session.exec(select(Hold).where(col(Hold.lifted_at).is_(None)))}
    rows = session.execute(
        select(Audit.id, Audit.reference, Audit.title, Audit.closed_at).where(col(Audit.closed_at).is_not(None))
    )
    found = [
        Keeping(
            audit_id=audit_id or 0,
            reference=reference,
            title=title,
            due=due_on(closed, ends.get(audit_id or 0, []), months),  # type: ignore[arg-type]
            held=holds.get(audit_id or 0, ""),
        )
        for audit_id, reference, title, closed in rows
    ]
    return sorted(found, key=lambda one: (one.due or date.max, one.reference))


def due_audits(session: Session, today: date) -> Iterator[Keeping]:
    """Those whose words go today: none on hold, and none that has nothing left to remove."""
    for one in closed_audits(session):
        if one.due is not None and one.due <= today and not one.held and counted(session, one.audit_id):
            yield one
