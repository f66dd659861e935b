"""Where actions are, in six groups of which each action is in one: for charts, and for what lies behind a bar."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session, col

from maap.domain.actions import IN_PLACE, OPEN, Status
from maap.storage.counted_rows import how_many
from maap.storage.tables import Action


def where_it_is(today: date) -> dict[str, ColumnElement[bool]]:
    """A condition for each group, in the order of `IN_PLACE`.

    Overdue are open actions past their date, and in none of the other open groups; one that somebody asked to close
    waits for another person, and is not overdue.
    """
    status = col(Action.status)
    late = and_(status.in_(OPEN), col(Action.due) < today, col(Action.asked_to_close_by).is_(None))
    groups = (
        status == Status.DONE_WITH_IMPACT,
        status == Status.DONE,
        and_(status.in_((Status.ON_TRACK, Status.AT_RISK)), ~late),
        and_(status == Status.NOT_STARTED, ~late),
        status == Status.CLOSED_WITHOUT,
        late,
    )
    return dict(zip(IN_PLACE, groups, strict=True))


def how_many_where(session: Session, today: date, *which: Any) -> dict[str, int]:
    """How many of these actions are in each group."""
    groups = where_it_is(today)
    sums = (how_many(group) for group in groups.values())
    row = session.execute(select(*sums).where(*which)).one()
    return {name: int(n) for name, n in zip(groups, row, strict=True)}
