"""An audit, its terms, its agencies and its signatures."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column
from sqlmodel import Field, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class Audit(SQLModel, table=True):
    """One audit.

    ``terms`` is the current wording (domain.terms.Terms as JSON), saved by compare-and-set on ``terms_revision``.
    ``questionnaire`` is the frozen definition, None until fieldwork opens, and ``form_digest`` its SHA-256. When the
    audit takes a newer version, the one before is kept as an EarlierForm. ``pulse`` goes up with every change that a
    chart could show, so that an open dashboard asks for one number only. ``fieldwork_at``: when its fieldwork opened
    here; None in a later stage says that the audit was run elsewhere and only its figures were brought in.
    """

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    title: str
    year: str
    stage: str = "draft"
    terms: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    terms_revision: int = 1
    terms_version: int = 1
    questionnaire: dict[str, Any] | None = Field(default=None, sa_column=Column(JSON(none_as_null=True)))
    form_digest: str = ""
    earlier_id: int | None = Field(default=None, foreign_key="audit.id")
    pulse: int = 0
    created_at: datetime = Field(sa_type=Moment)
    fieldwork_at: datetime | None = Field(default=None, sa_type=Moment)
    closed_at: datetime | None = Field(default=None, sa_type=Moment)


class EarlierForm(SQLModel, table=True):
    """A questionnaire that an audit gave its agencies before it took a newer version. Returns may still stand on it."""

    __tablename__ = "earlier_form"
    audit_id: int = Field(foreign_key="audit.id", primary_key=True)
    digest: str = Field(primary_key=True)
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    until: datetime = Field(sa_type=Moment)


class TermsVersion(SQLModel, table=True):
    """The terms as they were when a version was put up for signature. Never changed once it is."""

    __table_args__ = (UniqueConstraint("audit_id", "number"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    number: int
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    reason: str = ""
    made_at: datetime = Field(sa_type=Moment)
    made_by: int = Field(foreign_key="person.id")


class Signature(SQLModel, table=True):
    """A named person's agreement to one version of the terms. ``signed_at`` is None while it is asked for."""

    __table_args__ = (UniqueConstraint("audit_id", "version", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    version: int
    person_id: int = Field(foreign_key="person.id", index=True)
    capacity: str = ""
    signed_at: datetime | None = Field(default=None, sa_type=Moment)


class Participation(SQLModel, table=True):
    """An agency's part in an audit: its remit, and whether it committed. ``answer``: asked, committed, declined."""

    __table_args__ = (UniqueConstraint("audit_id", "agency_id"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    agency_id: int = Field(foreign_key="agency.id", index=True)
    remit: str = ""
    lead_id: int | None = Field(default=None, foreign_key="person.id")
    answer: str = "asked"
    reason: str = ""
    answered_by: int | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=Moment)
    revision: int = 1


class NamedAuditor(SQLModel, table=True):
    """An auditor whom an agency's lead named for this audit."""

    __table_args__ = (UniqueConstraint("audit_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    agency_id: int = Field(foreign_key="agency.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)


class PanelMember(SQLModel, table=True):
    """Somebody who sits on the panel of an audit."""

    __table_args__ = (UniqueConstraint("audit_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    person_id: int = Field(foreign_key="person.id", index=True)
