"""Which colleagues are on a return now, and in which section."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import return_seat
from maap.domain.people import Actor, Permission
from maap.domain.presence import GONE_AFTER, where
from maap.storage.tables import Person, Presence


def colleagues(session: Session, actor: Actor, return_id: int, order: Sequence[str]) -> tuple[str, ...]:
    """A sentence for each colleague who is on a return now, for those who may answer it. ``order``: its sections."""
    place = return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    rows = session.execute(
        sa.select(col(Person.name), col(Presence.section), col(Presence.at))
        .join(Person, col(Person.id) == Presence.person_id)
        .where(
            col(Presence.return_id) == return_id,
            col(Presence.person_id) != actor.person_id,
            col(Person.agency_id) == place.row.agency_id,
            col(Presence.at) >= actor.now - GONE_AFTER,
        )
        .order_by(col(Presence.at).desc(), col(Person.id))
    )
    return tuple(where(name, section, order, at, actor.now) for name, section, at in rows)
