"""What is kept for how long: holds, and what was removed."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from maap.storage.tables.base import Moment


class Hold(SQLModel, table=True):
    """Nothing of this audit is removed while a hold stands: a review or a court may ask for it."""

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id", index=True)
    reason: str
    placed_at: datetime = Field(sa_type=Moment)
    placed_by: int = Field(foreign_key="person.id")
    lifted_at: datetime | None = Field(default=None, sa_type=Moment)


class Removal(SQLModel, table=True):
    """What retention took away from an audit: the certificate of deletion. ``removed`` counts rows by table."""

    id: int | None = Field(default=None, primary_key=True)
    audit_id: int = Field(foreign_key="audit.id", index=True)
    removed_at: datetime = Field(sa_type=Moment)
    kind: str
    removed: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
