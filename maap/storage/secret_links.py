"""Links that a secret opens: made in one place, so that only the digest of a token is ever kept."""

import secrets
from datetime import timedelta
from typing import Any, TypeVar

from sqlmodel import Session

from maap.domain.people import Actor
from maap.domain.sessions import digest
from maap.storage.tables import DisplayLink, ShareLink

Link = TypeVar("Link", DisplayLink, ShareLink)


def opened_by(session: Session, actor: Actor, table: type[Link], period: timedelta, **about: Any) -> tuple[Link, str]:
    """A new link of this kind, which ends after the period, and its token: nobody can read it again.

    ``about``: what it leads to.
    """
    token = secrets.token_urlsafe(32)
    row = table(
        digest=digest(token), made_by=actor.person_id, made_at=actor.now, expires_at=actor.now + period, **about
    )
    session.add(row)
    session.flush()
    return row, token
