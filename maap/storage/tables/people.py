"""People, what they are, and how they come in."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class Person(SQLModel, table=True):
    """Somebody with an account. ``password`` is an argon2id hash, empty until the invitation is taken up."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    email: str = Field(unique=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    password: str = ""
    active: bool = True
    created_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class Appointment(SQLModel, table=True):
    """A role that a person holds."""

    __table_args__ = (UniqueConstraint("person_id", "role"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    role: str


class Link(SQLModel, table=True):
    """A one-time link. Only the SHA-256 of its token is kept."""

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    purpose: str
    expires_at: datetime = Field(sa_type=Moment)
    used_at: datetime | None = Field(default=None, sa_type=Moment)


class SignIn(SQLModel, table=True):
    """A session of a browser. The cookie holds a random token, this row its SHA-256.

    ``way``: password, link or provider. ``browser`` is in words («Firefox on Windows»), so that a person knows their
    own. ``confirmed_at`` is when they last showed who they are, which exports and administration ask for.
    """

    __table_args__ = (Index("ix_signin_person_ended", "person_id", "ended_at"),)
    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    person_id: int = Field(foreign_key="person.id")
    created_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)
    way: str = Field(default="password", sa_column_kwargs={"server_default": "password"})
    provider_id: int | None = Field(default=None)
    browser: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)


class Attempt(SQLModel, table=True):
    """What the throttles count. ``subject`` is a keyed digest of account, address or link.

    A try that failed; or what is left of an allowance, where ``at`` is when it is full again.
    """

    __table_args__ = (Index("ix_attempt_subject_at", "subject", "at"),)
    id: int | None = Field(default=None, primary_key=True)
    subject: str
    at: datetime = Field(sa_type=Moment)
