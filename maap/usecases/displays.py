"""A screen on a wall shows an audit's figures through a link that ends."""

from datetime import datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from maap.access import seat
from maap.domain.allowances import SCREENS, TooOften
from maap.domain.displays import MOST_OPEN, refuse_period
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.sessions import digest
from maap.storage.allowances import take
from maap.storage.secret_links import opened_by
from maap.storage.tables import DisplayLink
from maap.storage.trail import record


def make_display_link(session: Session, actor: Actor, audit_id: int, days: int) -> str:
    """A link for a screen on a wall. Returns its token: only its digest is kept."""
    place = seat(session, actor, audit_id, Permission.SHARE_FIGURES)
    period = refuse_period(days)
    still_open = (
        select(func.count())
        .select_from(DisplayLink)
        .where(DisplayLink.audit_id == place.id, col(DisplayLink.revoked_at).is_(None))
        .where(col(DisplayLink.expires_at) > actor.now)
    )
    if session.exec(still_open).one() >= MOST_OPEN:
        raise Problem(f"This audit is on {MOST_OPEN} screens already. End one of them first.")
    link, token = opened_by(session, actor, DisplayLink, period, audit_id=place.id)
    record(session, actor, "made a display link", audit_id=place.id, about=f"display link {link.id}", days=days)
    return token


def revoke_display_link(session: Session, actor: Actor, audit_id: int, link_id: int) -> None:
    """The screen shows nothing any more, from its next question on."""
    place = seat(session, actor, audit_id, Permission.SHARE_FIGURES)
    ended = session.execute(
        update(DisplayLink)
        .where(col(DisplayLink.id) == link_id, col(DisplayLink.audit_id) == place.id)
        .where(col(DisplayLink.revoked_at).is_(None))
        .values(revoked_at=actor.now)
    )
    if not ended.rowcount:  # type: ignore[attr-defined]
        raise NotYours("screen")
    record(session, actor, "revoked a display link", audit_id=place.id, about=f"display link {link_id}")


def was_seen(session: Session, token: str, now: datetime) -> None:
    """The screen asked."""
    link = col(DisplayLink.digest) == digest(token)
    session.execute(update(DisplayLink).where(link).values(seen_at=now))


def ask_for_drawing(session: Session, token: str, now: datetime) -> None:
    """The screen is drawn anew: it is counted before it is made. Raises TooOften."""
    if not take(session, SCREENS, "screen", token, now):
        raise TooOften("this screen")
