"""The partnership and its own choices: loaded from ``config/`` at first, then edited on pages."""

from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint


class Partnership(SQLModel, table=True):
    """The one partnership of this installation (id 1). ``choices`` holds the rest of partnership.toml."""

    id: int | None = Field(default=None, primary_key=True)
    name: str
    short_name: str
    procedures: str
    demonstration: bool = False
    choices: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    revision: int = 1


class Agency(SQLModel, table=True):
    """An agency of the partnership. Its key never changes; its names may."""

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    name: str
    short_name: str
    aliases: list[str] = Field(default_factory=list, sa_type=JSON)
    kind: str = ""
    remit: str = ""
    position: int = 0
    active: bool = True
    revision: int = 1


class Theme(SQLModel, table=True):
    """A theme of the codebook. A theme without a group is itself a group.

    ``words`` are those that people use for it, ``examples`` findings that belong to it: suggestions read both.
    One that was merged into another points to it and is out of use; the figures of closed audits still name it.
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    group_id: int | None = Field(default=None, foreign_key="theme.id", index=True)
    name: str
    definition: str = ""
    use_when: str = ""
    not_when: str = ""
    words: list[str] = Field(default_factory=list, sa_type=JSON)
    examples: list[str] = Field(default_factory=list, sa_type=JSON)
    audience: str = "both"
    merged_into_id: int | None = Field(default=None, foreign_key="theme.id")
    position: int = 0
    active: bool = True
    revision: int = 1


class Choice(SQLModel, table=True):
    """Any other choice that is one document: a scale (``kind`` scale), the timetable template (timetable)."""

    __table_args__ = (UniqueConstraint("kind", "key"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    key: str
    name: str
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    position: int = 0
    active: bool = True
    revision: int = 1


class QuestionnaireVersion(SQLModel, table=True):
    """A questionnaire as it stands in the catalogue. A published version never changes again."""

    __table_args__ = (UniqueConstraint("key", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    key: str
    version: int
    title: str
    audience: str
    module_of: str = ""
    published: bool = False
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    revision: int = 1
