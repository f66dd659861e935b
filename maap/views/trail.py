"""The record of who did what and when, searched and paged in the database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy import ColumnElement, and_, func, not_, or_, true
from sqlmodel import Session, col, select

from maap.access import desk, seat
from maap.domain.people import LONDON, Actor, Permission
from maap.storage import trail as chain
from maap.storage.tables import Audit, Person, TrailEntry
from maap.views.heads import Head, head

PAGE = 50
"""Lines on one page."""
MOST = 1_000_000
"""Lines of one export: what a workbook holds."""
ONLY_FOR = {
    "issue": Permission.READ_ISSUES,
    "concern": Permission.WATCH_CONCERNS,
    "view": Permission.GATHER_VOICE,
    "voice": Permission.GATHER_VOICE,
}
"""What a deed is about → who may find it in an audit's history."""


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


@dataclass(frozen=True)
class History:
    """What happened in one audit."""

    head: Head
    lines: Trail


def trail(session: Session, actor: Actor, search: Search) -> Trail:
    """The page of the trail that was asked for, or the last one when there are fewer."""
    desk(actor, Permission.READ_TRAIL)
    return _page(session, _wanted(search), search.page)


def history(session: Session, actor: Actor, audit_id: int, search: Search) -> History:
    """What happened in one audit, for those who work on it.

    An agency's people find their own agency's deeds. What only some may read (issues of one agency, concerns, views
    of families) leaves no line for the others either.
    """
    place = seat(session, actor, audit_id, Permission.SEE_GRID)
    conditions = [_wanted(search), col(TrailEntry.audit_id) == place.id]
    if place.own_agency_only(Permission.SEE_GRID):
        conditions.append(col(TrailEntry.agency_id) == actor.agency_id)
    for about, permission in ONLY_FOR.items():
        if not place.may(permission):
            conditions.append(not_(or_(col(TrailEntry.about).contains(about), col(TrailEntry.deed).contains(about))))
    return History(head(place), _page(session, and_(*conditions), search.page))


def export(session: Session, actor: Actor, search: Search) -> tuple[Line, ...]:
    """Every line that fits, the oldest first, at most as many as a workbook holds; to be taken out of the house."""
    desk(actor, Permission.READ_TRAIL)
    rows = session.execute(_lines(_wanted(search)).order_by(col(TrailEntry.id)).limit(MOST))
    return tuple(_line(*row) for row in rows)


def mark(session: Session, actor: Actor) -> tuple[int, str]:
    """How many lines there are, and the last one's hash: what can be written down elsewhere to compare later."""
    desk(actor, Permission.READ_TRAIL)
    return chain.head(session)


def faults(session: Session, actor: Actor) -> tuple[str, ...]:
    """What does not hold in the whole chain, in a sentence each. An untouched trail gives none."""
    desk(actor, Permission.READ_TRAIL)
    return tuple(chain.faults(session))


def _page(session: Session, wanted: ColumnElement[bool], asked: int) -> Trail:
    found = session.execute(
        select(func.count(col(TrailEntry.id)))
        .join(Person, col(Person.id) == TrailEntry.person_id, isouter=True)
        .join(Audit, col(Audit.id) == TrailEntry.audit_id, isouter=True)
        .where(wanted)
    ).scalar_one()
    page = min(max(1, asked), max(1, -(-found // PAGE)))
    newest_first = _lines(wanted).order_by(col(TrailEntry.id).desc()).limit(PAGE).offset((page - 1) * PAGE)
    return Trail(tuple(_line(*row) for row in session.execute(newest_first)), found, page)


def _lines(wanted: ColumnElement[bool]) -> sa.Select[TrailEntry, str, str]:
    return (
        sa.select(TrailEntry, col(Person.name), col(Audit.reference))
        .join(Person, col(Person.id) == TrailEntry.person_id, isouter=True)
        .join(Audit, col(Audit.id) == TrailEntry.audit_id, isouter=True)
        .where(wanted)
    )


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
