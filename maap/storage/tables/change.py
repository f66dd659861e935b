"""What an audit asks to change: recommendations, actions with their updates, and commendations."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class Recommendation(SQLModel, table=True):
    """A recommendation. ``kind``: assurance, practice change, communicate, investigate or commend."""

    __table_args__ = (UniqueConstraint("audit_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    number: int
    kind: str
    text: str
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class RecommendationFinding(SQLModel, table=True):
    """A finding from which a recommendation follows."""

    __tablename__ = "recommendation_finding"
    __table_args__ = (UniqueConstraint("recommendation_id", "finding_id"),)
    id: int | None = Field(default=None, primary_key=True)
    recommendation_id: int = Field(foreign_key="recommendation.id")
    finding_id: int = Field(foreign_key="finding.id", index=True)


class Action(SQLModel, table=True):
    """What one agency will do about a recommendation, by when, and how anybody will know that it helped.

    ``status``: not started, on track, at risk, done, done with impact, closed without; overdue is derived from
    ``due``. ``direction`` (better, same, worse, or empty while nobody can tell) and ``still_open`` are two fields:
    something may have improved and still be open. ``question_id`` and ``domain`` name what should improve, so that a
    re-audit asks it again; ``measure`` says in words what else would show it. Closing is asked for by one person and
    confirmed by another. ``reminded``: the last letter about its due date, and ``reminded_on`` the day it was written.
    """

    __table_args__ = (UniqueConstraint("audit_id", "number"), Index("ix_action_lead", "lead_agency_id", "status"))
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    recommendation_id: int = Field(foreign_key="recommendation.id", index=True)
    number: int
    text: str
    lead_agency_id: int = Field(foreign_key="agency.id")
    owner_role: str
    due: date
    measure: str = ""
    question_id: str = ""
    domain: str = ""
    status: str = "not started"
    direction: str = ""
    still_open: bool = True
    difference: str = ""
    asked_to_close_by: int | None = Field(default=None, foreign_key="person.id")
    asked_to_close_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_by: int | None = Field(default=None, foreign_key="person.id")
    closed_at: datetime | None = Field(default=None, sa_type=Moment)
    reminded: str = ""
    reminded_on: date | None = None
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class ActionUpdate(SQLModel, table=True):
    """A line in the history of an action: ``deed`` is one of domain.actions.Deed, ``status`` the one after it.

    ``evidence_kind`` is one of domain.actions.Evidence, empty for none.
    """

    __tablename__ = "action_update"
    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id", index=True)
    deed: str = "reported"
    status: str
    text: str
    evidence_kind: str = ""
    evidence: str = ""
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)


class Commendation(SQLModel, table=True):
    """Good practice, praised to the agency and team that did it. Never a person's name."""

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id", index=True)
    finding_id: int | None = Field(default=None, foreign_key="finding.id")
    agency_id: int = Field(foreign_key="agency.id", index=True)
    team: str = ""
    text: str
    written_by: int = Field(foreign_key="person.id")
    written_at: datetime = Field(sa_type=Moment)
    sent_at: datetime | None = Field(default=None, sa_type=Moment)
    read_at: datetime | None = Field(default=None, sa_type=Moment)
    revision: int = 1
