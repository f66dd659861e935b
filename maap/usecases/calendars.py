"""A person's own calendar address: secret, counted when it is asked, and ended at once when they say so."""

import secrets

from sqlmodel import Session, select

from maap.domain.allowances import CALENDARS, TooOften
from maap.domain.people import Actor
from maap.domain.sessions import digest
from maap.storage import refused
from maap.storage.allowances import take
from maap.storage.tables import CalendarFeed
from maap.storage.trail import record


def new_feed(session: Session, actor: Actor) -> str:
    """A new secret for one's own calendar; an earlier one stops working. Returns it: it is not stored."""
    token = secrets.token_urlsafe(32)
    row = _own(session, actor) or CalendarFeed(person_id=actor.person_id, digest="", made_at=actor.now)
    row.digest, row.made_at = digest(token), actor.now
    session.add(row)
    record(session, actor, "made a calendar address")
    return token


def end_feed(session: Session, actor: Actor) -> None:
    """One's own calendar address stops working."""
    row = _own(session, actor)
    if row is not None:
        session.delete(row)
        record(session, actor, "ended a calendar address")


def ask_for_calendar(session: Session, actor: Actor) -> None:
    """Somebody's calendar program asks for their dates: it is counted before they are looked up. Raises TooOften."""
    refused.asks(actor)
    if not take(session, CALENDARS, "calendar", str(actor.person_id), actor.now):
        raise TooOften("your calendar")


def _own(session: Session, actor: Actor) -> CalendarFeed | None:
    return session.exec(select(CalendarFeed).where(CalendarFeed.person_id == actor.person_id)).first()
