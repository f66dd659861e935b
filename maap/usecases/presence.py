"""Where somebody is on a return, so that colleagues who answer it too do not work in the same place."""

from datetime import timedelta

from sqlalchemy import delete
from sqlmodel import Session, col

from maap.access import return_seat
from maap.domain.people import Actor, Permission
from maap.domain.presence import GONE_AFTER
from maap.storage.tables import Presence


def be_in(session: Session, actor: Actor, return_id: int, section: str) -> None:
    """Somebody is in a section of a return now. It is no deed: no trail, and only the last place is kept, for a while.

    ``section`` is the id of one of its sections. Whoever may not answer the return is not shown on it.
    """
    return_seat(session, actor, return_id, Permission.ANSWER_RETURN)
    session.execute(
        delete(Presence).where(col(Presence.return_id) == return_id, col(Presence.at) < actor.now - GONE_AFTER)
    )
    here = session.get(Presence, (return_id, actor.person_id))
    here = here or Presence(return_id=return_id, person_id=actor.person_id, section="", at=actor.now - timedelta(1))
    here.section, here.at = section[:80], actor.now
    session.add(here)
