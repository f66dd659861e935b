"""What the post needs beside the letters: who wants no weekly letter, calendars, and whose turn a round is."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from maap.storage.tables.base import Moment


class NoWeekly(SQLModel, table=True):
    """Somebody who does not want the weekly letter."""

    __tablename__ = "no_weekly"
    person_id: int = Field(primary_key=True, foreign_key="person.id")


class CalendarFeed(SQLModel, table=True):
    """A person's secret calendar address. Only the SHA-256 of its token is kept."""

    __tablename__ = "calendar_feed"
    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", unique=True)
    digest: str = Field(unique=True)
    made_at: datetime = Field(sa_type=Moment)


class HouseRound(SQLModel, table=True):
    """A job that runs by itself: one process at a time, whoever takes it until ``held_until``."""

    __tablename__ = "house_round"
    name: str = Field(primary_key=True)
    held_until: datetime = Field(sa_type=Moment)
    last_at: datetime | None = Field(default=None, sa_type=Moment)
