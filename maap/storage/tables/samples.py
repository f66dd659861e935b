"""The cohort that was uploaded, the sample drawn from it, and the cases."""

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


def new_salt() -> str:
    """256 random bits."""
    return secrets.token_hex(32)


class Cohort(SQLModel, table=True):
    """An uploaded list, as it was read: pseudonymous references and strata only, never identities.

    ``summary`` holds counts, mapping, eligibility and the population per stratum.
    """

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id", index=True)
    file_name: str
    sha256: str
    summary: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    uploaded_at: datetime = Field(sa_type=Moment)
    uploaded_by: int = Field(foreign_key="person.id")


class CohortRow(SQLModel, table=True):
    """One line of a cohort. ``excluded`` is the reason in words, empty when the case is eligible."""

    __table_args__ = (UniqueConstraint("cohort_id", "row_number"),)
    id: int | None = Field(default=None, primary_key=True)
    cohort_id: int = Field(foreign_key="cohort.id")
    row_number: int
    reference: str
    stratum: list[str] = Field(default_factory=list, sa_type=JSON)
    excluded: str = ""


class Sample(SQLModel, table=True):
    """A draw. ``certificate`` is domain.certificate.Certificate as JSON; it grows by replacements only."""

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id", unique=True)
    cohort_id: int = Field(foreign_key="cohort.id")
    certificate: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    drawn_at: datetime = Field(sa_type=Moment)
    drawn_by: int = Field(foreign_key="person.id")
    revision: int = 1


class Case(SQLModel, table=True):
    """A case of the sample, under its neutral reference (MAAP26-1-03). ``status``: drawn or replaced.

    ``salt`` seals the answers that the trail mentions; when it goes, nobody can guess them from the trail any more.
    """

    __tablename__ = "case_file"
    __table_args__ = (UniqueConstraint("audit_id", "reference"), UniqueConstraint("audit_id", "number"))
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id")
    number: int
    reference: str
    cohort_reference: str
    stratum: str = ""
    status: str = "drawn"
    replaced_reason: str = ""
    replaced_by_id: int | None = Field(default=None, foreign_key="case_file.id")
    salt: str = Field(default_factory=new_salt, sa_column_kwargs={"server_default": text("''")})
