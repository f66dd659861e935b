"""Where a second factor is asked for: in the roles that the partnership chose, unless a provider saw it already."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, exists
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from maap.domain.people import Role
from maap.storage.tables import Choice, IdentityProvider

KIND = "second factor"


def roles(session: Session) -> frozenset[Role]:
    """The roles that need one."""
    found = select(Choice.key).where(Choice.kind == KIND, col(Choice.active))
    return frozenset(Role(key) for key in session.exec(found))


def choose(session: Session, chosen: Collection[Role]) -> None:
    """From now on these roles need one, and no others."""
    kept = {row.key: row for row in session.exec(select(Choice).where(Choice.kind == KIND))}
    for role in Role:
        row = kept.get(role) or Choice(kind=KIND, key=role, name=role)
        row.active = role in chosen
        session.add(row)
    session.flush()


def shown_elsewhere(provider_id: Mapped[int | None] | int | None) -> ColumnElement[bool]:
    """Whether a second factor was shown at the provider through which somebody comes: where its sign-ins must.

    The one rule: everybody else shows it here, if they have one or need one.
    """
    return exists().where(col(IdentityProvider.id) == provider_id, col(IdentityProvider.shown_by) != "")
