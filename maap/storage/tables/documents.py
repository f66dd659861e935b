"""Documents: the partnership's templates, what people wrote into a draft, and the frozen editions with their files."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class Template(SQLModel, table=True):
    """A Word template that the partnership uploaded for a kind of document. The newest active one is used."""

    __tablename__ = "document_template"
    __table_args__ = (Index("ix_document_template_kind", "kind", "active"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    file_name: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sha256: str
    active: bool = True
    uploaded_by: int = Field(foreign_key="person.id")
    uploaded_at: datetime = Field(sa_type=Moment)


class DraftPart(SQLModel, table=True):
    """A part of a document that a person rewrote. ``basis`` is the text the data gave when they did.

    When the data now gives another text, both are shown, so that an edit is neither lost nor out of date unseen.
    """

    __tablename__ = "draft_part"
    __table_args__ = (UniqueConstraint("audit_id", "kind", "part"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    kind: str
    part: str
    text: str
    basis: str
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class AnnualPart(SQLModel, table=True):
    """A part of a year's briefing that a person rewrote; as a draft part, for a document that is of no one audit."""

    __tablename__ = "annual_part"
    __table_args__ = (UniqueConstraint("year", "part"),)
    id: int | None = Field(default=None, primary_key=True)
    year: str
    part: str
    text: str
    basis: str
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class Edition(SQLModel, table=True):
    """A document as it was frozen. ``body`` holds every part and figure in it; a published one never changes again.

    ``audit_id`` is None for the annual briefing; ``agency_id`` is set for a pack that is one agency's alone. ``state``:
    draft (being checked for accuracy), published, replaced (by a newer edition) or withdrawn.
    """

    __table_args__ = (
        UniqueConstraint("audit_id", "kind", "agency_id", "number"),
        Index("ix_edition_state", "state", "kind"),
    )
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int | None = Field(default=None, foreign_key="audit.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    kind: str
    year: str
    number: int
    title: str
    state: str = "draft"
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    published_by: int | None = Field(default=None, foreign_key="person.id")
    published_at: datetime | None = Field(default=None, sa_type=Moment)
    withdrawn_at: datetime | None = Field(default=None, sa_type=Moment)
    revision: int = 1


class EditionFile(SQLModel, table=True):
    """An edition as a file. ``ending``: docx, pdf, pptx or html."""

    __tablename__ = "edition_file"
    __table_args__ = (UniqueConstraint("edition_id", "ending"),)
    id: int | None = Field(default=None, primary_key=True)
    edition_id: int = Field(foreign_key="edition.id")
    ending: str
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    sha256: str
