"""What happened to one record: who did what, as what, and when, for those who may see the record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, or_, select

from maap.access import Seat, desk, return_seat, seat
from maap.domain.actions import is_shared
from maap.domain.audit import Stage
from maap.domain.people import Actor, NotYours, Permission, Role
from maap.storage.tables import Action, Agency, Person, TrailEntry

MOST = 500
"""Lines of one timeline: the latest."""


@dataclass(frozen=True)
class Deed:
    """One line. ``who`` is empty where the reader may know the role only."""

    at: datetime
    who: str
    capacity: str
    agency: str
    deed: str
    detail: Mapping[str, Any]


def return_timeline(session: Session, actor: Actor, _audit_id: int, return_id: int) -> tuple[Deed, ...]:
    """Of a return. Its agency reads its own people's names, and of others what they were."""
    place = return_seat(session, actor, return_id, Permission.READ_RETURN)
    only = actor.agency_id if place.seat.own_agency_only(Permission.READ_RETURN) else None
    return _deeds(session, place.seat.id, f"return {return_id}", only)


def case_timeline(session: Session, actor: Actor, audit_id: int, case_id: int) -> tuple[Deed, ...]:
    """Of a case before its panel."""
    place = seat(session, actor, audit_id, Permission.READ_CASES)
    return _deeds(session, place.id, f"case {case_id}", _own(place))


def finding_timeline(session: Session, actor: Actor, audit_id: int, finding_id: int) -> tuple[Deed, ...]:
    """Of a finding."""
    place = seat(session, actor, audit_id, Permission.READ_FINDINGS)
    return _deeds(session, place.id, f"finding {finding_id}", _own(place))


def action_timeline(session: Session, actor: Actor, audit_id: int, action_id: int) -> tuple[Deed, ...]:
    """Of an action, for the agency that leads it and for those who lead the audit. Raises NotYours for others."""
    place = seat(session, actor, audit_id, Permission.SEE_ACTIONS)
    statement = select(Action.number, Action.lead_agency_id)
    row = session.execute(statement.where(Action.audit_id == place.id, Action.id == action_id)).first()
    team = place.roles & {Role.COORDINATOR, Role.CHAIR}
    leads = row is not None and Role.AGENCY_LEAD in place.roles and row.lead_agency_id == actor.agency_id
    if row is None or not (team or (leads and is_shared(Stage(place.audit.stage), place.roles))):
        raise NotYours("action")
    return _deeds(session, place.id, f"action {row.number}", _own(place))


def edition_timeline(session: Session, actor: Actor, audit_id: int, edition_id: int) -> tuple[Deed, ...]:
    """Of a document, for those who publish it: its making, its files, and who took them."""
    place = seat(session, actor, audit_id, Permission.PUBLISH)
    return _deeds(session, place.id, f"edition {edition_id}", None)


def questionnaire_timeline(session: Session, actor: Actor, _audit_id: int, version_id: int) -> tuple[Deed, ...]:
    """Of a version of a questionnaire, for those who write them."""
    desk(actor, Permission.WRITE_QUESTIONNAIRES)
    return _deeds(session, None, f"questionnaire {version_id}", None)


def _own(place: Seat) -> int | None:
    """The agency whose people's names alone the reader may know; None when they may know all."""
    return None if place.roles & {Role.COORDINATOR, Role.CHAIR} else place.actor.agency_id or 0


def _deeds(session: Session, audit_id: int | None, about: str, only: int | None) -> tuple[Deed, ...]:
    """The latest first."""
    house = col(TrailEntry.audit_id).is_(None)
    rows = session.execute(
        sa.select(TrailEntry, col(Person.name), col(Agency.short_name))
        .join(Person, col(Person.id) == TrailEntry.person_id, isouter=True)
        .join(Agency, col(Agency.id) == TrailEntry.agency_id, isouter=True)
        .where(house if audit_id is None else or_(col(TrailEntry.audit_id) == audit_id, house))
        .where(col(TrailEntry.about) == about)
        .order_by(col(TrailEntry.id).desc())
        .limit(MOST)
    )
    return tuple(
        Deed(
            at=row.at,
            who=(name or "The application") if only is None or row.agency_id == only else "",
            capacity=row.capacity,
            agency=agency or "",
            deed=row.deed,
            detail=row.detail,
        )
        for row, name, agency in rows
    )
