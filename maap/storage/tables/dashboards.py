"""What people arrange of dashboards: views that are saved under a name, and letters that remind of them."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from maap.storage.tables.base import Moment


class SavedView(SQLModel, table=True):
    """A dashboard's tiles in their order, and what else was chosen on it, under a name.

    ``audit_id``: whose dashboard; None for one of the house, which ``board`` names. ``agency_id``: the part of an audit
    that was chosen, or the agency that looks at itself. ``person_id``: whose view it is; None for the whole team's.
    ``is_default``: the dashboard opens with it. No figures are in it: whoever opens it sees what their own role may.
    """

    __tablename__ = "saved_view"
    __table_args__ = (Index("ix_saved_view_audit", "audit_id", "person_id"),)
    id: int | None = Field(default=None, primary_key=True)
    audit_id: int | None = Field(default=None, foreign_key="audit.id")
    board: str = Field(default="audit", sa_column_kwargs={"server_default": "audit"})
    person_id: int | None = Field(default=None, foreign_key="person.id")
    name: str
    tiles: list[str] = Field(default_factory=list, sa_type=JSON)
    domain: str = ""
    agency_id: int | None = Field(default=None, foreign_key="agency.id")
    choices: dict[str, str] | None = Field(default=None, sa_type=JSON)
    is_default: bool = False
    made_by: int = Field(foreign_key="person.id")
    made_at: datetime = Field(sa_type=Moment)
    revision: int = 1


class DashboardLetter(SQLModel, table=True):
    """Somebody asked for letters about an audit's dashboard. ``day``: of the week, Monday 0; None: once a month."""

    __tablename__ = "dashboard_letter"
    __table_args__ = (UniqueConstraint("person_id", "audit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    audit_id: int = Field(foreign_key="audit.id", index=True)
    day: int | None = None
    made_at: datetime = Field(sa_type=Moment)
    written_at: datetime | None = Field(default=None, sa_type=Moment)
