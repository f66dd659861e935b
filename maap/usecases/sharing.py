"""Figures go outside: a snapshot is taken by one person, approved by another, and read through links that end."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.audit import Stage
from maap.domain.fieldwork import Overtaken
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.shared import TileKey, refuse_period, refuse_too_soon
from maap.storage.revisions import changed
from maap.storage.secret_links import opened_by
from maap.storage.shared_figures import came_in, counted, went_out
from maap.storage.tables import SharedSnapshot, ShareLink
from maap.storage.trail import record


def take_snapshot(session: Session, actor: Actor, audit_id: int, tiles: Sequence[TileKey]) -> int:
    """Freeze the chosen tiles; one that nobody has approved yet is replaced. Returns its id. Raises TooSoon."""
    place = seat(session, actor, audit_id, Permission.SHARE_FIGURES)
    if not tiles:
        raise Problem("Choose at least one tile for the snapshot.")
    earlier = went_out(session, place.id)
    cases, agencies = came_in(session, place.id, earlier[-1].taken_at if earlier else None)
    refuse_too_soon(cases, agencies, place.audit.stage == Stage.CLOSED and not earlier)
    body, totals = counted(session, place.audit, tiles)
    for waiting in session.exec(_of(place).where(col(SharedSnapshot.approved_at).is_(None))):
        session.delete(waiting)
    row = SharedSnapshot(
        audit_id=place.id,
        body=body.model_dump(mode="json"),
        totals=totals,
        taken_by=actor.person_id,
        taken_at=actor.now,
    )
    session.add(row)
    session.flush()
    hidden = sum(tile.hidden for tile in body.tiles)
    about = f"snapshot {row.id}"
    record(session, actor, "took a snapshot to share", audit_id=place.id, about=about, tiles=list(tiles), hidden=hidden)
    return row.id or 0


def approve_snapshot(session: Session, actor: Actor, audit_id: int, snapshot_id: int, seen: int) -> None:
    """A second person says that a snapshot may go out; the one before it is withdrawn, and its links end."""
    place = seat(session, actor, audit_id, Permission.APPROVE_SHARING)
    row = session.exec(_of(place).where(col(SharedSnapshot.id) == snapshot_id)).first()
    if row is None or row.approved_at is not None:
        raise NotYours("snapshot")
    if row.taken_by == actor.person_id:
        raise Problem("You took this snapshot yourself. A second person must look at it before it goes out.")
    for earlier in went_out(session, place.id):
        if earlier.withdrawn_at is None:
            _withdraw(session, actor, earlier)
    if not changed(session, SharedSnapshot, snapshot_id, seen, approved_by=actor.person_id, approved_at=actor.now):
        raise Overtaken("A colleague has just changed this snapshot. Look at it again.", snapshot_id, None)
    record(session, actor, "approved a snapshot", audit_id=place.id, about=f"snapshot {snapshot_id}")


def withdraw_snapshot(session: Session, actor: Actor, audit_id: int, snapshot_id: int) -> None:
    """A snapshot goes out no more: its links end, and people's own addresses leave it out."""
    place = seat(session, actor, audit_id, Permission.SHARE_FIGURES)
    row = session.exec(_of(place).where(col(SharedSnapshot.id) == snapshot_id)).first()
    if row is None or row.withdrawn_at is not None:
        raise NotYours("snapshot")
    if row.approved_at is None:
        session.delete(row)
    else:
        _withdraw(session, actor, row)
    record(session, actor, "withdrew a snapshot", audit_id=place.id, about=f"snapshot {snapshot_id}")


def make_share_link(session: Session, actor: Actor, audit_id: int, snapshot_id: int, days: int) -> str:
    """A link that opens an approved snapshot without sign-in. Returns its token: only its digest is kept."""
    place = seat(session, actor, audit_id, Permission.SHARE_FIGURES)
    period = refuse_period(days)
    row = session.exec(_of(place).where(col(SharedSnapshot.id) == snapshot_id)).first()
    if row is None or row.withdrawn_at is not None:
        raise NotYours("snapshot")
    if row.approved_at is None:
        raise Problem("A second person must approve this snapshot before a link to it can be made.")
    link, token = opened_by(session, actor, ShareLink, period, snapshot_id=snapshot_id)
    record(session, actor, "made a share link", audit_id=place.id, about=f"share link {link.id}", days=days)
    return token


def revoke_share_link(session: Session, actor: Actor, audit_id: int, link_id: int) -> None:
    """The link stops working at once."""
    place = seat(session, actor, audit_id, Permission.SHARE_FIGURES)
    link = session.exec(
        select(ShareLink)
        .join(SharedSnapshot, col(SharedSnapshot.id) == ShareLink.snapshot_id)
        .where(ShareLink.id == link_id, SharedSnapshot.audit_id == place.id, col(ShareLink.revoked_at).is_(None))
    ).first()
    if link is None:
        raise NotYours("link")
    link.revoked_at = actor.now
    session.add(link)
    record(session, actor, "revoked a share link", audit_id=place.id, about=f"share link {link_id}")


def took_snapshot_file(session: Session, actor: Actor, audit_id: int, snapshot_id: int, file: str) -> None:
    """Somebody downloaded a file of a snapshot."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    about = f"snapshot {snapshot_id}"
    record(session, actor, "downloaded shared figures", audit_id=place.id, about=about, file=file)


def _of(place: Seat):  # type: ignore[no-untyped-def]
    return select(SharedSnapshot).where(SharedSnapshot.audit_id == place.id)


def _withdraw(session: Session, actor: Actor, row: SharedSnapshot) -> None:
    row.withdrawn_at = actor.now
    row.revision += 1
    session.add(row)
    links = select(ShareLink).where(ShareLink.snapshot_id == row.id, col(ShareLink.revoked_at).is_(None))
    for link in session.exec(links):
        link.revoked_at = actor.now
        session.add(link)
