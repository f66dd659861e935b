"""Returns and their answers, the panel's grades, and the frozen figures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class Return(SQLModel, table=True):
    """One agency's return about one case. ``state`` is a domain.fieldwork.ReturnState.

    ``form_digest`` names the EarlierForm on which it is answered; "" is the audit's present questionnaire.
    """

    __tablename__ = "case_return"
    __table_args__ = (
        UniqueConstraint("case_id", "agency_id"),
        Index("ix_case_return_audit_agency", "audit_id", "agency_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    case_id: int = Field(foreign_key="case_file.id")
    agency_id: int = Field(foreign_key="agency.id")
    state: str = "not started"
    auditor_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    due: date
    checked_by: str = ""
    submitted_at: datetime | None = Field(default=None, sa_type=Moment)
    submitted_by: int | None = Field(default=None, foreign_key="person.id")
    accepted_at: datetime | None = Field(default=None, sa_type=Moment)
    touched_at: datetime | None = Field(default=None, sa_type=Moment)
    form_digest: str = ""
    revision: int = 1


class FellowAuditor(SQLModel, table=True):
    """Another auditor of the agency who answers a return together with the one whom it was given to."""

    __tablename__ = "fellow_auditor"
    return_id: int = Field(foreign_key="case_return.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)


class Presence(SQLModel, table=True):
    """In which section of a return somebody was last seen, and when. Nothing is kept of where they were before."""

    return_id: int = Field(foreign_key="case_return.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True)
    section: str
    at: datetime = Field(sa_type=Moment)


class Answer(SQLModel, table=True):
    """One answer, a row of its own so that two people never overwrite each other.

    ``counted`` is whether the question is on the return's route: a hidden answer is kept but no chart counts it.
    ``domain`` and ``grade`` are filled for graded questions, so that charts read the index alone.
    """

    __table_args__ = (
        UniqueConstraint("return_id", "question_id"),
        Index("ix_answer_grades", "return_id", "counted", "domain", "grade"),
    )
    id: int | None = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="case_return.id")
    question_id: str
    value: Any = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    evidence: str = ""
    counted: bool = True
    domain: str = ""
    grade: str = ""
    revision: int = 1
    saved_at: datetime = Field(sa_type=Moment)
    saved_by: int = Field(foreign_key="person.id")


class AnswerVersion(SQLModel, table=True):
    """What an answer was at a revision: the history that keeps both texts when two people wrote at once."""

    __table_args__ = (UniqueConstraint("answer_id", "revision"),)
    id: int | None = Field(default=None, primary_key=True)
    answer_id: int = Field(foreign_key="answer.id")
    revision: int
    value: Any = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    evidence: str = ""
    saved_at: datetime = Field(sa_type=Moment)
    saved_by: int = Field(foreign_key="person.id")


class ThemeMark(SQLModel, table=True):
    """A theme that an answer names, as a strength or as an area for development."""

    __tablename__ = "theme_mark"
    __table_args__ = (
        UniqueConstraint("answer_id", "theme_id"),
        Index("ix_theme_mark_return", "return_id", "counted", "polarity", "theme_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    answer_id: int = Field(foreign_key="answer.id")
    return_id: int = Field(foreign_key="case_return.id")
    theme_id: int = Field(foreign_key="theme.id", index=True)
    polarity: str
    domain: str = ""
    counted: bool = True


class ChangeRequest(SQLModel, table=True):
    """Named sections of a return that its lead or the coordinator wants changed. Open until ``closed_at``."""

    __tablename__ = "change_request"
    id: int | None = Field(default=None, primary_key=True)
    return_id: int = Field(foreign_key="case_return.id", index=True)
    sections: list[str] = Field(default_factory=list, sa_type=JSON)
    note: str
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class PanelGrade(SQLModel, table=True):
    """The grade that the panel agreed for a case in a domain. It stands beside the agencies' own, never over them.

    ``how``: consensus, or chair where the panel did not agree and its chair decided.
    """

    __tablename__ = "panel_grade"
    __table_args__ = (UniqueConstraint("case_id", "domain"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id", index=True)
    case_id: int = Field(foreign_key="case_file.id")
    domain: str
    grade: str
    reason: str = ""
    dissent: str = ""
    how: str = Field(default="consensus", sa_column_kwargs={"server_default": "consensus"})
    agreed_by: int = Field(foreign_key="person.id")
    agreed_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class Figure(SQLModel, table=True):
    """A number of a closed audit, frozen. ``measure``: grades, panel grades, themes, returns, cases."""

    __table_args__ = (Index("ix_figure_measure", "measure", "audit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id", index=True)
    measure: str
    domain: str = ""
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    theme_id: int | None = Field(default=None, foreign_key="theme.id")
    polarity: str = ""
    grade: str = ""
    n: int
