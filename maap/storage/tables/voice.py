"""What practitioners and families say about a case, and the one-time links with which they say it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, Index, SQLModel

from maap.storage.tables.base import Moment


class VoiceLink(SQLModel, table=True):
    """A one-time link to a short form. Only the SHA-256 of its token is kept.

    ``kind`` is a domain.voice.Kind. ``agency_id`` is a practitioner's agency, if the panel should know it. ``form`` is
    the form as it was when the link was made.
    """

    __tablename__ = "voice_link"
    __table_args__ = (Index("ix_voice_link_audit", "audit_id", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    audit_id: int = Field(foreign_key="audit.id")
    case_id: int = Field(foreign_key="case_file.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    kind: str
    form: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class Voice(SQLModel, table=True):
    """What somebody said about a case: nobody knows who. ``said`` holds pairs of question and answer, as asked.

    ``entered_by`` is set when the coordinator wrote down what was said to somebody. ``kept`` is whether words stayed
    that the guard asked about. ``set_aside`` is why the panel does not read it, empty when it does.
    """

    __table_args__ = (Index("ix_voice_case", "audit_id", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    case_id: int = Field(foreign_key="case_file.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    kind: str
    said: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    may_quote: bool = False
    kept: bool = False
    set_aside: str = ""
    entered_by: int | None = Field(default=None, foreign_key="person.id")
    received_at: datetime = Field(sa_type=Moment)
    revision: int = 1
