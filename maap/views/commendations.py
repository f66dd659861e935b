"""Commendations of an audit: all of them for its team, those that were sent to their own agency for its lead."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from maap.access import Seat, seat
from maap.domain.learning import Polarity
from maap.domain.people import Actor, Permission
from maap.domain.recommendations import WRITTEN_AT
from maap.storage.findings import standing
from maap.storage.tables import Agency, Commendation, Finding, Participation
from maap.views.heads import Head, head


@dataclass(frozen=True)
class CommendationLine:
    """Praise for an agency and its team. ``finding``: the words of the strength it rests on, if there is one."""

    commendation_id: int
    agency_id: int
    agency: str
    team: str
    text: str
    finding_id: int | None
    finding: str
    sent_at: datetime | None
    read_at: datetime | None
    revision: int


@dataclass(frozen=True)
class Commendations:
    """``may_write`` is for the team; ``agencies`` and ``strengths`` (id → words) are what it may choose from."""

    head: Head
    rows: tuple[CommendationLine, ...]
    may_write: bool
    own: bool
    agencies: Mapping[int, str] = field(default_factory=dict)
    strengths: Mapping[int, str] = field(default_factory=dict)


def commendations(session: Session, actor: Actor, audit_id: int) -> Commendations:
    """The commendations that the reader may read: those not sent first, then the latest."""
    place = seat(session, actor, audit_id, Permission.READ_COMMENDATIONS)
    own = place.own_agency_only(Permission.READ_COMMENDATIONS)
    writes = place.may(Permission.COMMEND) and place.audit.stage in WRITTEN_AT
    rows = session.execute(
        sa.select(Commendation, col(Agency.name), col(Finding.text))
        .join(Agency, col(Agency.id) == Commendation.agency_id)
        .join(Finding, col(Finding.id) == Commendation.finding_id, isouter=True)
        .where(col(Commendation.audit_id) == place.id, _within(place, own))
        .order_by(col(Commendation.sent_at).is_not(None), col(Commendation.sent_at).desc(), col(Commendation.id))
    )
    return Commendations(
        head=head(place),
        rows=tuple(_line(row, agency, "" if own else finding or "") for row, agency, finding in rows),
        may_write=writes,
        own=own,
        agencies=_agencies(session, place) if writes else {},
        strengths=_strengths(session, place) if writes else {},
    )


def _within(place: Seat, own: bool) -> sa.ColumnElement[bool]:
    if not own:
        return sa.true()
    mine = col(Commendation.agency_id) == (place.actor.agency_id or 0)
    return sa.and_(mine, col(Commendation.sent_at).is_not(None))


def _line(row: Commendation, agency: str, finding: str) -> CommendationLine:
    return CommendationLine(
        commendation_id=row.id or 0,
        agency_id=row.agency_id,
        agency=agency,
        team=row.team,
        text=row.text,
        finding_id=row.finding_id,
        finding=finding,
        sent_at=row.sent_at,
        read_at=row.read_at,
        revision=row.revision,
    )


def _agencies(session: Session, place: Seat) -> dict[int, str]:
    rows = session.execute(
        sa.select(col(Agency.id), col(Agency.name))
        .join(Participation, col(Participation.agency_id) == Agency.id)
        .where(col(Participation.audit_id) == place.id)
        .order_by(col(Agency.position), col(Agency.id))
    )
    return {found: name for found, name in rows}  # noqa: C416  (a row is no pair to dict)


def _strengths(session: Session, place: Seat) -> dict[int, str]:
    rows = session.execute(
        sa.select(col(Finding.id), col(Finding.text))
        .where(standing(place.id), col(Finding.polarity) == Polarity.STRENGTH)
        .order_by(col(Finding.id))
    )
    return {found: text for found, text in rows}  # noqa: C416  (a row is no pair to dict)
