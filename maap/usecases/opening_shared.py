"""What opens without sign-in because a secret is its door: a share link, and a person's address for spreadsheets."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col, select

from maap.domain.allowances import SHARED, TooOften
from maap.domain.people import Actor
from maap.domain.sessions import digest
from maap.storage import refused
from maap.storage.allowances import take
from maap.storage.tables import DataKey, ShareLink
from maap.storage.trail import record, record_by_the_house

MOST_CALLS = 60
"""How often a person's address answers in an hour."""
_HOUR = timedelta(hours=1)


def count_view(session: Session, token: str) -> None:
    """One more reader opened the page of a link."""
    link = ShareLink.__table__.c  # type: ignore[attr-defined]
    session.execute(update(ShareLink).where(link.digest == digest(token)).values(views=link.views + 1))


def new_data_key(session: Session, actor: Actor) -> str:
    """A new secret for one's own address; an earlier one stops working. Returns it: it is not stored."""
    token = secrets.token_urlsafe(32)
    row = _own(session, actor) or DataKey(person_id=actor.person_id, digest="", made_at=actor.now)
    row.digest, row.made_at, row.hour_began, row.calls = digest(token), actor.now, None, 0
    session.add(row)
    record(session, actor, "made an address for spreadsheets")
    return token


def end_data_key(session: Session, actor: Actor) -> None:
    """One's own address stops working."""
    row = _own(session, actor)
    if row is not None:
        session.delete(row)
        record(session, actor, "ended an address for spreadsheets")


def ask_behind_link(session: Session, token: str, now: datetime) -> None:
    """Something behind a link is asked for, by whoever has it: it is counted before it is made. Raises TooOften."""
    if not take(session, SHARED, "link", token, now):
        raise TooOften("what is behind this link")


def count_call(session: Session, actor: Actor, token: str, rows: int) -> None:
    """An address was asked, which is its holder's. It leaves a line in the trail. Raises TooOften."""
    refused.asks(actor)
    now = actor.now
    row = session.exec(select(DataKey).where(col(DataKey.digest) == digest(token)).with_for_update()).first()
    if row is None:
        return
    if row.hour_began is None or now - row.hour_began >= _HOUR:
        row.hour_began, row.calls = now, 0
    if row.calls >= MOST_CALLS:
        raise TooOften("figures for a spreadsheet", _HOUR)
    row.calls += 1
    session.add(row)
    record_by_the_house(session, now, "sent figures to a spreadsheet", person=row.person_id, rows=rows)


def _own(session: Session, actor: Actor) -> DataKey | None:
    return session.exec(select(DataKey).where(DataKey.person_id == actor.person_id)).first()
