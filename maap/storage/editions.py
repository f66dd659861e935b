"""Editions of one document: the same kind for the same audit, agency and year. One of them is out at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.storage.tables import Edition

READABLE = ("published", "replaced")
"""States in which an edition is open to those whom it was published for. Lists lead to a published one only."""


@dataclass(frozen=True)
class Replacement:
    """What took an edition's place: its id, its day, and whether it is itself still out."""

    edition_id: int
    published_at: datetime
    out: bool


def same_document(row: Edition) -> sa.ColumnElement[bool]:
    """The condition under which an edition is one of the same document."""
    return sa.and_(
        col(Edition.kind) == row.kind,
        col(Edition.year) == row.year,
        _same(col(Edition.audit_id), row.audit_id),
        _same(col(Edition.agency_id), row.agency_id),
    )


def _same(column: Any, value: int | None) -> sa.ColumnElement[bool]:
    found: sa.ColumnElement[bool] = column.is_(None) if value is None else column == value
    return found


def replace_earlier(session: Session, row: Edition) -> Sequence[int]:
    """A newer edition takes the place of the one that was out. It stays frozen. Ids of those that were replaced."""
    out = sa.and_(same_document(row), col(Edition.state) == "published", col(Edition.id) != row.id)
    ids = session.scalars(sa.select(col(Edition.id)).where(out)).all()
    if ids:
        values = {"state": "replaced", "revision": col(Edition.revision) + 1}
        session.execute(sa.update(Edition).where(col(Edition.id).in_(ids)).values(values))
    return [one for one in ids if one is not None]


def replacement(session: Session, row: Edition) -> Replacement | None:
    """What took the place of an edition: the one that is out today, or else the last that was. None while it is out."""
    if row.state != "replaced":
        return None
    later = session.exec(
        select(Edition)
        .where(same_document(row), col(Edition.number) > row.number, col(Edition.published_at).is_not(None))
        .order_by(sa.case((col(Edition.state) == "published", 0), else_=1), col(Edition.number).desc())
    ).first()
    if later is None or later.published_at is None:
        return None
    return Replacement(later.id or 0, later.published_at, later.state == "published")
