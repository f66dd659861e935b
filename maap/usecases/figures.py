"""An audit closes: its numbers are frozen, so that they no longer depend on its answers."""

from sqlalchemy import insert, literal, select, update
from sqlmodel import Session, col, func

from maap.access import Seat, seat
from maap.domain.audit import Stage, WrongStage, move, must_be
from maap.domain.measures import Measure
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.storage.counted_rows import COLUMNS
from maap.storage.counting import live
from maap.storage.pulse import beat
from maap.storage.tables import Audit, Figure
from maap.storage.trail import record


def close(session: Session, actor: Actor, audit_id: int) -> int:
    """Close a published audit and freeze its figures. How many figures there are. Raises WrongStage."""
    place = seat(session, actor, audit_id, Permission.MOVE_STAGE)
    at = Stage(place.audit.stage)
    to = move(at, Stage.CLOSED)
    changed = session.execute(
        update(Audit)
        .where(col(Audit.id) == place.id, col(Audit.stage) == at)
        .values(stage=to.value, closed_at=actor.now)
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise WrongStage("A colleague has just moved this audit. Reload the page to see where it is.")
    session.refresh(place.audit)
    return _frozen(session, place)


def freeze(session: Session, actor: Actor, audit_id: int) -> int:
    """Freeze the figures of an audit that is closed and has none yet. How many there are. Raises Problem."""
    place = seat(session, actor, audit_id, Permission.MOVE_STAGE)
    must_be(Stage(place.audit.stage), Stage.CLOSED)
    return _frozen(session, place)


def _frozen(session: Session, place: Seat) -> int:
    there = session.scalar(select(func.count()).select_from(Figure).where(col(Figure.audit_id) == place.id))
    if there:
        raise Problem("The figures of this audit are frozen already. They no longer change.")
    made = 0
    for measure in Measure:
        counted = live(place.id, measure).subquery("counted")
        figures = select(literal(place.id), literal(measure.value), *(counted.c[name] for name in COLUMNS))
        stored = insert(Figure).from_select(["audit_id", "measure", *COLUMNS], figures).returning(col(Figure.id))
        made += len(session.execute(stored).all())
    beat(session, place.id)
    record(session, place.actor, "closed the audit and froze its figures", audit_id=place.id, figures=made)
    return made
