"""Findings, the themes they are coded to, and what became of each suggested theme."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class Finding(SQLModel, table=True):
    """Something that an audit found: a strength or an area for development, in one sentence or two.

    ``source``: answer, panel, voice or typed. ``domain`` and ``line`` are keys, empty when it belongs to none.
    A finding that was merged into another stays, and points to it; one that was withdrawn stays too, so that its
    answer does not become a finding again. What stands is `maap.storage.findings.standing`.
    """

    __table_args__ = (Index("ix_finding_audit", "audit_id", "polarity", "domain"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    polarity: str
    text: str
    domain: str = ""
    line: str = ""
    source: str = "typed"
    merged_into_id: int | None = Field(default=None, foreign_key="finding.id")
    withdrawn: bool = False
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class FindingSource(SQLModel, table=True):
    """What a finding rests on: a case, an agency's answer to a question, or the passage that was selected in it.

    With ``voice_id`` it is what a practitioner or a family said; no agency is named then, whoever it was.
    """

    __tablename__ = "finding_source"
    __table_args__ = (Index("ix_finding_source_finding", "finding_id", "case_id"),)
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id")
    case_id: int | None = Field(default=None, foreign_key="case_file.id", index=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    answer_id: int | None = Field(default=None, foreign_key="answer.id", index=True)
    voice_id: int | None = Field(default=None, foreign_key="voice.id", index=True)
    question_id: str = ""
    passage: str = ""


class FindingTheme(SQLModel, table=True):
    """A theme that a person coded a finding to. ``suggested``: whether the machine had named it first.

    ``coded_by`` chose it first: an auditor in a return, or somebody of the audit's team. ``confirmed_by`` is who of the
    team confirmed it, None while only the auditor's choice stands. Only what was confirmed teaches the suggestions.
    """

    __tablename__ = "finding_theme"
    __table_args__ = (UniqueConstraint("finding_id", "theme_id"),)
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id")
    theme_id: int = Field(foreign_key="theme.id", index=True)
    suggested: bool = False
    coded_by: int = Field(foreign_key="person.id")
    coded_at: datetime = Field(sa_type=Moment)
    confirmed_by: int | None = Field(default=None, foreign_key="person.id")
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)


class ThemeSuggestion(SQLModel, table=True):
    """A theme that was suggested for a finding, and what a person made of it: taken or passed over."""

    __tablename__ = "theme_suggestion"
    __table_args__ = (UniqueConstraint("finding_id", "theme_id"),)
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id")
    theme_id: int = Field(foreign_key="theme.id")
    place: int
    taken: bool
    decided_by: int = Field(foreign_key="person.id")
    decided_at: datetime = Field(sa_type=Moment)


class ThemeChange(SQLModel, table=True):
    """A change of the codebook that its history keeps: a domain.codebook.Change, with its words before and after.

    ``other_id`` is the theme that a merged one went into, or from which a new one was split.
    """

    __tablename__ = "theme_change"
    id: int | None = Field(default=None, primary_key=True)
    theme_id: int = Field(foreign_key="theme.id", index=True)
    other_id: int | None = Field(default=None, foreign_key="theme.id")
    what: str
    detail: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
