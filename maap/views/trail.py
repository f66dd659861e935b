"""The record of who did what and when, searched and paged in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.people import LONDON, Actor, Permission
from maap.storage import trail as chain
from maap.storage.tables import Audit, Person, TrailEntry

PAGE = 50
"""Lines on one page."""


class Search(BaseModel):
    """What somebody looks for. ``text`` is found in names, deeds, audit references and what a deed was about.

    ``first`` and ``last`` are days where the partnership is; ``page`` counts from 1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    text: str = ""
    first: date | None = None
    last: date | None = None
    page: int = 1


@dataclass(frozen=True)
class Line:
    """One deed."""

    id: int
    at: datetime
    who: str
    capacity: str
    deed: str
    audit: str
    about: str
    detail: Mapping[str, Any]


@dataclass(frozen=True)
class Trail:
    """A page of the trail, the newest line first."""

    lines: tuple[Line, ...]
    found: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return max(1, -(-self.found // PAGE))


def trail(session: Session, actor: Actor, search: Search) -> Trail:
    """The page of the trail that was asked for, or the last one when there are fewer."""
    desk(actor, Permission.READ_TRAIL)
    wanted = _wanted(search)
    found = session.execute(
        select(func.count(col(TrailEntry.id)))
        .join(Person, col(Person.id) == TrailEntry.person_id, isouter=True)
        .join(Audit, col(Audit.id) == TrailEntry.audit_id, isouter=True)
        .where(wanted)
    ).scalar_one()
    page = min(max(1, search.page), max(1, -(-found // PAGE)))
    rows = session.execute(
        select(TrailEntry, Person.name, Audit.reference)
        .join(Person, col(Person.id) == TrailEntry.person_id, isouter=True)
        .join(Audit, col(Audit.id) == TrailEntry.audit_id, isouter=True)
        .where(wanted)
        .order_by(col(TrailEntry.id).desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    return Trail(tuple(_line(*row) for row in rows), found, page)


def faults(session: Session, actor: Actor) -> tuple[str, ...]:
    """What does not hold in the whole chain, in a sentence each. An untouched trail gives none."""
    desk(actor, Permission.READ_TRAIL)
    return tuple(chain.faults(session))


def _wanted(search: Search) -> ColumnElement[bool]:
    columns = (Person.name, TrailEntry.deed, TrailEntry.about, TrailEntry.capacity, Audit.reference)
    conditions: list[ColumnElement[bool]] = [
        or_(*[col(one).icontains(word, autoescape=True) for one in columns]) for word in search.text.split()
    ]
    if search.first:
        conditions.append(col(TrailEntry.at) >= datetime.combine(search.first, time.min, LONDON))
    if search.last:
        conditions.append(col(TrailEntry.at) < datetime.combine(search.last + timedelta(days=1), time.min, LONDON))
    return and_(true(), *conditions)


def _line(entry: TrailEntry, name: str | None, reference: str | None) -> Line:
    nobody = "The server’s console" if entry.person_id == 0 else "The application"
    return Line(
        id=entry.id or 0,
        at=entry.at,
        who=name or nobody,
        capacity=entry.capacity,
        deed=entry.deed,
        audit=reference or "",
        about=entry.about,
        detail=entry.detail,
    )
