"""The trail of every deed, and the letters that wait to go out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from maap.storage.tables.base import Moment


class TrailEntry(SQLModel, table=True):
    """One deed, chained to the one before by a keyed hash. Triggers refuse any change or deletion."""

    __tablename__ = "trail"
    __table_args__ = (Index("ix_trail_audit", "audit_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=Moment)
    person_id: int | None = None
    capacity: str = ""
    agency_id: int | None = None
    audit_id: int | None = None
    deed: str
    about: str = ""
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    prev: str = Field(unique=True)
    hash: str = Field(unique=True)


class Letter(SQLModel, table=True):
    """A letter in the outbox. It never holds case content.

    ``outcome`` says in words how the last try went. A letter is tried again at ``next_at`` until it is given up.
    """

    __table_args__ = (Index("ix_letter_waiting", "sent_at", "given_up_at", "next_at"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int | None = Field(default=None, foreign_key="audit.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    kind: str
    subject: str
    body: str
    written_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    outcome: str = ""
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    next_at: datetime | None = Field(default=None, sa_type=Moment)
    given_up_at: datetime | None = Field(default=None, sa_type=Moment)
