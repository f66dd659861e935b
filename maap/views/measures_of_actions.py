"""An audit's actions as one row of numbers, for its dashboard and its documents."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlmodel import Session, col

from maap.access import seat
from maap.domain.actions import IS_DONE, OPEN, Status, is_shared
from maap.domain.audit import Stage
from maap.domain.people import Actor, Permission, Role
from maap.storage.tables import Action, Commendation


@dataclass(frozen=True)
class ActionCounts:
    """How many actions are where. Each action is in one of the six; ``waiting`` and ``still_open`` are among them.

    ``overdue`` are open actions past their date, and in none of the other open groups. ``commended``: commendations
    that were sent.
    """

    overdue: int = 0
    not_started: int = 0
    under_way: int = 0
    done: int = 0
    with_impact: int = 0
    without: int = 0
    waiting: int = 0
    still_open: int = 0
    commended: int = 0

    @property
    def total(self) -> int:
        """Every action."""
        return self.overdue + self.not_started + self.under_way + self.done + self.with_impact + self.without


def action_counts(session: Session, actor: Actor, audit_id: int) -> ActionCounts:
    """Where an audit's actions are, for those who see its charts. None before its plan is shared with the reader."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    if not is_shared(Stage(place.audit.stage), place.roles - {Role.PANEL_MEMBER}):
        return ActionCounts()
    status, asked = col(Action.status), col(Action.asked_to_close_by).is_not(None)
    late = and_(status.in_(OPEN), col(Action.due) < actor.today, ~asked)
    sent = (
        select(func.count())
        .where(col(Commendation.audit_id) == place.id, col(Commendation.sent_at).is_not(None))
        .scalar_subquery()
    )
    row = session.execute(
        select(
            _how_many(late),
            _how_many(and_(status == Status.NOT_STARTED, ~late)),
            _how_many(and_(status.in_((Status.ON_TRACK, Status.AT_RISK)), ~late)),
            _how_many(status == Status.DONE),
            _how_many(status == Status.DONE_WITH_IMPACT),
            _how_many(status == Status.CLOSED_WITHOUT),
            _how_many(and_(status.in_(OPEN), asked)),
            _how_many(and_(status.in_(IS_DONE), col(Action.still_open))),
            sent,
        ).where(col(Action.audit_id) == place.id)
    ).one()
    return ActionCounts(*(int(n) for n in row))


def _how_many(condition: ColumnElement[bool]) -> Any:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)
