"""The list of audits."""

from dataclasses import dataclass

from sqlmodel import Session

from maap.access import audits_of
from maap.domain.audit import MEANING, Stage
from maap.domain.next_step import next_step
from maap.domain.people import Actor, Permission
from maap.domain.standing import Standing
from maap.storage.standing import standings


@dataclass(frozen=True)
class AuditRow:
    """An audit in the list. ``what``: what its stage means or, for a coordinator, what is to be done next."""

    id: int
    reference: str
    title: str
    year: str
    stage: Stage
    what: str


def audits(session: Session, actor: Actor) -> tuple[AuditRow, ...]:
    """Every audit within the actor's reach, newest first."""
    rows = audits_of(session, actor)
    coordinates = actor.may(Permission.MOVE_STAGE)
    known = standings(session, rows, actor.today) if coordinates else {}
    return tuple(
        AuditRow(
            id=row.id or 0,
            reference=row.reference,
            title=row.title,
            year=row.year,
            stage=Stage(row.stage),
            what=_what(known[row.id or 0]) if coordinates else MEANING[Stage(row.stage)],
        )
        for row in rows
    )


def _what(standing: Standing) -> str:
    """What a coordinator does next; what its stage means where nothing is left to do."""
    step = next_step(standing)
    return f"Next: {step.what[0].lower()}{step.what[1:]}" if step.task else MEANING[standing.stage]
