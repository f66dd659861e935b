"""Ways to come in beside a password: identity providers, whom they know here, and second factors."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, text
from sqlmodel import Field, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class IdentityProvider(SQLModel, table=True):
    """An organisation's sign-in. ``secret`` is sealed; ``rules`` is a list of domain.identity.Rule as JSON.

    ``shown_by`` and ``asks_for``: values with spaces between them, as in domain.identity.ProviderDraft.
    """

    __tablename__ = "identity_provider"
    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    issuer: str
    client: str
    secret: str = ""
    vouches: bool = False
    shown_by: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    asks_for: str = Field(default="", sa_column_kwargs={"server_default": text("''")})
    rules: list[dict[str, Any]] = Field(default_factory=list, sa_type=JSON)
    active: bool = True
    revision: int = 1


class Identity(SQLModel, table=True):
    """Somebody as a provider knows them: its subject, which never changes, and the person it is here."""

    __table_args__ = (UniqueConstraint("provider_id", "subject"),)
    id: int | None = Field(default=None, primary_key=True)
    provider_id: int = Field(foreign_key="identity_provider.id")
    subject: str
    person_id: int = Field(foreign_key="person.id", index=True)
    made_at: datetime = Field(sa_type=Moment)


class SecondFactor(SQLModel, table=True):
    """A person's authenticator. ``secret`` is sealed. ``last_step`` refuses a code that was used already."""

    __tablename__ = "second_factor"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    secret: str
    confirmed_at: datetime | None = Field(default=None, sa_type=Moment)
    last_step: int = 0


class RecoveryCode(SQLModel, table=True):
    """A code on paper that stands in for the authenticator, once. Only its digest is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("person_id", "digest"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    digest: str
    used_at: datetime | None = Field(default=None, sa_type=Moment)
