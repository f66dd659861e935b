"""The trail of every deed, and the letters that wait to go out."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Dialect, Index
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from maap.storage.tables.base import Moment


def _read_anyhow(read: Callable[[Any], Any] | None, instead: Any) -> Callable[[Any], Any]:
    """A line that somebody altered so that it means nothing is still a line: its hash tells on it, and names it."""

    def legible(value: Any) -> Any:
        try:
            return read(value) if read else value
        except ValueError:
            return instead

    return legible


class LineMoment(Moment):
    """When a deed was done; a day long ago where that is not written as it was, also if it could still be read."""

    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Never an error."""
        long_ago = datetime(1, 1, 2, tzinfo=UTC)
        read = _read_anyhow(super().result_processor(dialect, coltype), long_ago)

        def exact(value: Any) -> Any:
            came = read(value)
            return came if not isinstance(value, str) or f"{came:%Y-%m-%d %H:%M:%S.%f}" == value else long_ago

        return exact


class LineDetail(TypeDecorator[dict[str, Any]]):
    """What else a line says; that it can no longer be read, where that is so."""

    impl = JSON
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:
        """Never an error."""
        return _read_anyhow(super().result_processor(dialect, coltype), {"unreadable": True})


class TrailEntry(SQLModel, table=True):
    """One deed, chained to the one before by a keyed hash. Triggers refuse any change or deletion."""

    __tablename__ = "trail"
    __table_args__ = (Index("ix_trail_audit", "audit_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=LineMoment)
    person_id: int | None = None
    capacity: str = ""
    agency_id: int | None = None
    audit_id: int | None = None
    deed: str
    about: str = ""
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=LineDetail)
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
