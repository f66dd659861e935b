"""The two private lanes: what goes back to one agency alone, and what cannot wait for an audit."""

from datetime import date, datetime

from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class AgencyIssue(SQLModel, table=True):
    """An issue that belongs to one agency. Nobody but that agency and the coordinator reads it.

    ``state`` is a domain.issues.IssueState, ``raised_as`` a RaisedAs. ``number`` counts an agency's issues in an audit,
    so that it tells nobody of other agencies'. ``answer_id`` is the answer of a return in which an auditor raised it,
    so that it is raised once.
    """

    __tablename__ = "agency_issue"
    __table_args__ = (
        UniqueConstraint("answer_id"),
        UniqueConstraint("audit_id", "agency_id", "number"),
        Index("ix_agency_issue_agency", "agency_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    agency_id: int = Field(foreign_key="agency.id")
    case_id: int | None = Field(default=None, foreign_key="case_file.id")
    answer_id: int | None = Field(default=None, foreign_key="answer.id")
    number: int
    text: str
    wanted: str = ""
    kept_because: str = ""
    state: str = "raised"
    due: date
    raised_as: str
    raised_by: int = Field(foreign_key="person.id")
    raised_at: datetime = Field(sa_type=Moment)
    chased_at: datetime | None = Field(default=None, sa_type=Moment)
    revision: int = 1


class IssueStep(SQLModel, table=True):
    """What was done about an issue, and said: as private as the issue itself. ``step`` is a domain.issues.Step."""

    __tablename__ = "issue_step"
    id: int | None = Field(default=None, primary_key=True)
    issue_id: int = Field(foreign_key="agency_issue.id", index=True)
    step: str
    words: str = ""
    kept_because: str = ""
    by_agency: bool
    taken_by: int = Field(foreign_key="person.id")
    taken_at: datetime = Field(sa_type=Moment)


class ImmediateConcern(SQLModel, table=True):
    """That somebody saw a child or adult at risk and used the safeguarding route. It never holds the story.

    ``told_at`` is when the route was used, ``told_whom`` and ``told_by`` the roles that were told and told it. The
    clock runs from ``raised_at`` to ``due_at`` until somebody acknowledges it. ``outcome`` is one of a list, never
    free words. ``agency_id``: the agency of whoever recorded it.
    """

    __tablename__ = "immediate_concern"
    __table_args__ = (Index("ix_immediate_concern_open", "audit_id", "acknowledged_at"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    case_id: int | None = Field(default=None, foreign_key="case_file.id")
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    raised_by: int = Field(foreign_key="person.id")
    raised_as: str
    raised_at: datetime = Field(sa_type=Moment)
    told_at: datetime = Field(sa_type=Moment)
    told_whom: str
    told_by: str
    due_at: datetime = Field(sa_type=Moment)
    acknowledged_at: datetime | None = Field(default=None, sa_type=Moment)
    acknowledged_by: int | None = Field(default=None, foreign_key="person.id")
    outcome: str = ""
    escalated_at: datetime | None = Field(default=None, sa_type=Moment)
    revision: int = 1
