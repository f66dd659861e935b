"""The panel's meetings: the agenda, who was there by agency and role, and what was decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class Meeting(SQLModel, table=True):
    """A meeting of an audit's panel. ``case_id`` is the case on the chair's screen; every open page follows it.

    ``minutes`` is domain.meeting.Minutes as JSON from the moment it ends: what is changed later does not change what
    was decided then.
    """

    __tablename__ = "panel_meeting"
    __table_args__ = (UniqueConstraint("audit_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    number: int
    case_id: int | None = Field(default=None, foreign_key="case_file.id")
    started_by: int = Field(foreign_key="person.id")
    started_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    minutes: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    revision: int = 1


class AgendaItem(SQLModel, table=True):
    """A case on the agenda. ``opened_at`` is set while it is on the screen; ``spent`` counts earlier seconds.

    ``revision`` is the note's.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="panel_meeting.id")
    case_id: int = Field(foreign_key="case_file.id", index=True)
    position: int
    planned: int
    spent: int = 0
    opened_at: datetime | None = Field(default=None, sa_type=Moment)
    note: str = ""
    revision: int = 1


class Attendance(SQLModel, table=True):
    """How many people were at a meeting for an agency, or for the partnership's own team, in which role."""

    __table_args__ = (UniqueConstraint("meeting_id", "agency_id", "role"),)
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="panel_meeting.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    role: str
    people: int


class Decision(SQLModel, table=True):
    """That something was written during a meeting about a case. ``kind``: finding, recommendation or action."""

    __tablename__ = "panel_decision"
    __table_args__ = (UniqueConstraint("kind", "row_id"), Index("ix_panel_decision_meeting", "meeting_id", "case_id"))
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="panel_meeting.id")
    case_id: int = Field(foreign_key="case_file.id")
    kind: str
    row_id: int
    made_at: datetime = Field(sa_type=Moment)
