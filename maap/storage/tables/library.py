"""The library: earlier briefings and results, checks of drafts for accuracy, and the use made of what is published."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class LibraryItem(SQLModel, table=True):
    """An earlier briefing or report, as it was uploaded. ``folded`` is its title and text, made easy to search."""

    __tablename__ = "library_item"
    id: int | None = Field(default=None, primary_key=True)
    title: str
    year: str = Field(index=True)
    kind: str
    dated: date | None = None
    ending: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    size: int
    sha256: str = Field(unique=True)
    text: str
    folded: str
    added_by: int = Field(foreign_key="person.id")
    added_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class LibraryTheme(SQLModel, table=True):
    """A theme that an earlier briefing is about."""

    __tablename__ = "library_theme"
    __table_args__ = (UniqueConstraint("item_id", "theme_id"),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="library_item.id")
    theme_id: int = Field(foreign_key="theme.id", index=True)


class EarlierAudit(SQLModel, table=True):
    """What was published about an audit that was not run here. ``body`` is domain.earlier.EarlierAudit as JSON.

    Its themes are rows of their own, so that they follow the codebook; everything else stays as it was published.
    """

    __tablename__ = "earlier_audit"
    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    year: str = Field(index=True)
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    taken_by: int | None = Field(default=None, foreign_key="person.id")
    taken_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class EarlierTheme(SQLModel, table=True):
    """The theme of the codebook behind the entry at ``place`` (from 0) in an earlier audit's published themes."""

    __tablename__ = "earlier_theme"
    __table_args__ = (UniqueConstraint("earlier_id", "place"),)
    id: int | None = Field(default=None, primary_key=True)
    earlier_id: int = Field(foreign_key="earlier_audit.id")
    place: int
    theme_id: int = Field(foreign_key="theme.id", index=True)


class AccuracyCheck(SQLModel, table=True):
    """A draft edition that the agencies of its audit may check until a date. ``ended_at``: closed by a person."""

    __tablename__ = "accuracy_check"
    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", unique=True)
    until: date
    opened_by: int = Field(foreign_key="person.id")
    opened_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    revision: int = 1


class AccuracyComment(SQLModel, table=True):
    """Why an agency holds a part of a draft to be wrong, and the answer. ``answer``: empty, accepted, not accepted."""

    __tablename__ = "accuracy_comment"
    id: int | None = Field(default=None, primary_key=True)
    check_id: int = Field(foreign_key="accuracy_check.id", index=True)
    agency_id: int = Field(foreign_key="agency.id")
    part: str
    text: str
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    answer: str = ""
    reason: str = ""
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    revision: int = 1


class AccuracyReply(SQLModel, table=True):
    """An agency said that it has finished checking a draft."""

    __tablename__ = "accuracy_reply"
    __table_args__ = (UniqueConstraint("check_id", "agency_id"),)
    id: int | None = Field(default=None, primary_key=True)
    check_id: int = Field(foreign_key="accuracy_check.id")
    agency_id: int = Field(foreign_key="agency.id")
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)


class UseMade(SQLModel, table=True):
    """How an agency used a published edition. ``reached``: people, None when nobody counted."""

    __tablename__ = "use_made"
    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id", index=True)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    how: str
    reached: int | None = None
    used_on: date
    text: str = ""
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
