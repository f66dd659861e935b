"""Roles for which the partnership asks for a second factor: one choice for each, in use or not."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from maap.domain.people import Role
from maap.storage.tables import Choice

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
