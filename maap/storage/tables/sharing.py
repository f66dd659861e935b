"""Figures without sign-in: frozen snapshots and links to them, screens on walls, the keys of people's spreadsheets."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Index, SQLModel

from maap.storage.tables.base import Moment


class SharedSnapshot(SQLModel, table=True):
    """A snapshot: rounded figures as domain.shared.SharedBody has them. Nobody outside reads it before it is approved.

    ``totals``: of how many cases each row truly was; it is compared with at the next snapshot and never shown.
    """

    __tablename__ = "shared_snapshot"
    __table_args__ = (Index("ix_shared_snapshot_audit", "audit_id", "approved_at"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    totals: dict[str, int] = Field(default_factory=dict, sa_type=JSON)
    taken_by: int = Field(foreign_key="person.id")
    taken_at: datetime = Field(sa_type=Moment)
    approved_by: int | None = Field(default=None, foreign_key="person.id")
    approved_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    revision: int = 1


class ShareLink(SQLModel, table=True):
    """A link to a snapshot. Only the SHA-256 of its token is kept. ``views``: how often its page was opened."""

    __tablename__ = "share_link"
    id: int | None = Field(default=None, primary_key=True)
    snapshot_id: int = Field(foreign_key="shared_snapshot.id", index=True)
    digest: str = Field(unique=True)
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    views: int = 0


class DisplayLink(SQLModel, table=True):
    """What lets a screen on a wall show an audit's figures without sign-in. Only the SHA-256 of its token is kept.

    ``seen_at``: when the screen last asked, to the minute.
    """

    __tablename__ = "display_link"
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id", index=True)
    digest: str = Field(unique=True)
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)
    seen_at: datetime | None = Field(default=None, sa_type=Moment)


class DataKey(SQLModel, table=True):
    """The secret in a person's address for Power BI or Excel; one for each. ``calls`` since ``hour_began``."""

    __tablename__ = "data_key"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    digest: str = Field(unique=True)
    made_at: datetime = Field(sa_type=Moment)
    hour_began: datetime | None = Field(default=None, sa_type=Moment)
    calls: int = 0
