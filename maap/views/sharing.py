"""Snapshots that go outside, for those who look after them; and as their readers have them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from maap.access import audits_of, seat
from maap.domain.audit import Stage
from maap.domain.people import Actor, NotYours, Permission, Role
from maap.domain.sessions import digest
from maap.domain.shared import SharedBody, differences
from maap.storage.shared_figures import came_in, went_out
from maap.storage.tables import Appointment, Audit, DataKey, Partnership, Person, SharedSnapshot, ShareLink
from maap.views.heads import Head, head


@dataclass(frozen=True)
class Snapshot:
    """A snapshot. ``taken_by``: by name, for the team's own page only."""

    id: int
    body: SharedBody
    taken_by_id: int
    taken_by: str
    taken_at: datetime
    approved_by: str
    approved_at: datetime | None
    revision: int


@dataclass(frozen=True)
class LinkLine:
    """A link and how it stands: open, revoked or expired."""

    id: int
    made_at: datetime
    expires_at: datetime
    state: str
    views: int


@dataclass(frozen=True)
class SharingPage:
    """``new``: cases and agencies that came in since the last snapshot that went out. ``first``: none ever did."""

    head: Head
    waiting: Snapshot | None
    out: Snapshot | None
    changes: tuple[tuple[str, str, str, str], ...]
    links: tuple[LinkLine, ...]
    new: tuple[int, int]
    first: bool

    @property
    def closed_and_first(self) -> bool:
        """Whether the audit is closed and nothing of it ever went out: then one snapshot may always be taken."""
        return self.first and self.head.stage is Stage.CLOSED


@dataclass(frozen=True)
class Shared:
    """A snapshot as somebody outside reads it."""

    snapshot_id: int
    audit_id: int
    reference: str
    title: str
    year: str
    partnership: str
    as_at: datetime
    body: SharedBody


def sharing_page(session: Session, actor: Actor, audit_id: int) -> SharingPage:
    """What waits for approval, what is out, through which links, and whether a new one may be taken."""
    place = seat(session, actor, audit_id, Permission.APPROVE_SHARING)
    approved = went_out(session, place.id)
    waiting = session.exec(
        select(SharedSnapshot).where(SharedSnapshot.audit_id == place.id, col(SharedSnapshot.approved_at).is_(None))
    ).first()
    last = approved[-1] if approved else None
    names = _names(session, [waiting, last])
    old, new = (SharedBody.model_validate(row.body) if row else None for row in (last, waiting))
    return SharingPage(
        head=head(place),
        waiting=_snapshot(waiting, names) if waiting else None,
        out=_snapshot(last, names) if last and last.withdrawn_at is None else None,
        changes=differences(old, new) if new and old else (),
        links=_links(session, place.id, actor.now),
        new=came_in(session, place.id, last.taken_at if last else None),
        first=not approved,
    )


def shared_file(session: Session, actor: Actor, audit_id: int) -> Shared:
    """The audit's figures as they are out now, for those who may see its charts. Raises NotYours while none are."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    row = next((one for one in went_out(session, place.id) if one.withdrawn_at is None), None)
    if row is None:
        raise NotYours("snapshot")
    return _shared(row, place.audit, _partnership(session))


def behind_link(session: Session, token: str, now: datetime) -> Shared | None:
    """What a link opens; None when it was revoked, has run out, or never was."""
    found = session.execute(
        select(SharedSnapshot, Audit)
        .join(ShareLink, col(ShareLink.snapshot_id) == SharedSnapshot.id)
        .join(Audit, col(Audit.id) == SharedSnapshot.audit_id)
        .where(col(ShareLink.digest) == digest(token), col(ShareLink.revoked_at).is_(None))
        .where(col(ShareLink.expires_at) > now, col(SharedSnapshot.withdrawn_at).is_(None))
        .where(col(SharedSnapshot.approved_at).is_not(None))
    ).first()
    return _shared(found[0], found[1], _partnership(session)) if found else None


def key_holder(session: Session, token: str, now: datetime) -> Actor | None:
    """Whose address a secret opens; None when it was ended or they have left."""
    rows = session.execute(
        select(Person, Appointment.role)
        .join(DataKey, col(DataKey.person_id) == Person.id)
        .join(Appointment, col(Appointment.person_id) == Person.id, isouter=True)
        .where(col(DataKey.digest) == digest(token), col(Person.active))
    ).all()
    if not rows:
        return None
    roles = frozenset(Role(role) for _, role in rows if role)
    return Actor(rows[0][0].id or 0, rows[0][0].name, roles, rows[0][0].agency_id, now)


def has_data_key(session: Session, actor: Actor) -> bool:
    """Whether somebody has an address. Only ever one's own."""
    return session.exec(select(DataKey.id).where(DataKey.person_id == actor.person_id)).first() is not None


def all_shared(session: Session, actor: Actor) -> tuple[Shared, ...]:
    """Every audit's figures that are out now, of the audits whose charts somebody may see."""
    reached = audits_of(session, actor, Permission.SEE_RESULTS)
    audits = {audit.id: audit for audit in reached}
    rows = session.exec(
        select(SharedSnapshot)
        .where(col(SharedSnapshot.approved_at).is_not(None), col(SharedSnapshot.withdrawn_at).is_(None))
        .where(col(SharedSnapshot.audit_id).in_(audits))
        .order_by(col(SharedSnapshot.audit_id))
    )
    partnership = _partnership(session)
    return tuple(_shared(row, audits[row.audit_id], partnership) for row in rows)


def _partnership(session: Session) -> str:
    return session.exec(select(Partnership.name)).first() or ""


def _shared(row: SharedSnapshot, audit: Audit, partnership: str) -> Shared:
    return Shared(
        snapshot_id=row.id or 0,
        audit_id=row.audit_id,
        reference=audit.reference,
        title=audit.title,
        year=audit.year,
        partnership=partnership,
        as_at=row.taken_at,
        body=SharedBody.model_validate(row.body),
    )


def _names(session: Session, rows: Sequence[SharedSnapshot | None]) -> dict[int, str]:
    wanted = {who for row in rows if row for who in (row.taken_by, row.approved_by) if who}
    found = session.execute(select(Person.id, Person.name).where(col(Person.id).in_(wanted)))
    return {who or 0: name for who, name in found}


def _snapshot(row: SharedSnapshot, names: dict[int, str]) -> Snapshot:
    return Snapshot(
        id=row.id or 0,
        body=SharedBody.model_validate(row.body),
        taken_by_id=row.taken_by,
        taken_by=names.get(row.taken_by, ""),
        taken_at=row.taken_at,
        approved_by=names.get(row.approved_by or 0, ""),
        approved_at=row.approved_at,
        revision=row.revision,
    )


def _links(session: Session, audit_id: int, now: datetime) -> tuple[LinkLine, ...]:
    rows = session.exec(
        select(ShareLink)
        .join(SharedSnapshot, col(SharedSnapshot.id) == ShareLink.snapshot_id)
        .where(SharedSnapshot.audit_id == audit_id)
        .order_by(col(ShareLink.id).desc())
    )
    return tuple(
        LinkLine(
            link.id or 0,
            link.made_at,
            link.expires_at,
            "revoked" if link.revoked_at else "open" if link.expires_at > now else "expired",
            link.views,
        )
        for link in rows
    )
