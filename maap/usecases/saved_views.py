"""People keep a dashboard as they arranged it, for themselves or for the audit's whole team."""

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.fitting import Overtaken
from maap.domain.identifiers import refuse_certain
from maap.domain.people import Actor, NotAllowed, NotYours, Permission
from maap.domain.problems import Problem
from maap.domain.saved_views import MOST, Arranged, called
from maap.outside.words import lexicon
from maap.storage.revisions import changed
from maap.storage.tables import SavedView
from maap.storage.trail import record


def save_view(session: Session, actor: Actor, audit_id: int, kept: Arranged, team: bool) -> int:
    """Keep a view; one of the same name and owner is replaced. Returns its id. Raises Problem."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    owner = _owner(place, team)
    refuse_certain(kept.name, lexicon())
    row = session.exec(_of(place, owner).where(func.lower(SavedView.name) == kept.name.lower())).first()
    if row is None:
        if session.exec(select(func.count()).select_from(_of(place, owner).subquery())).one() >= MOST:
            raise Problem(f"There are {MOST} views already. Delete one of them first.")
        row = SavedView(audit_id=place.id, person_id=owner, made_by=actor.person_id, made_at=actor.now, name="")
    else:
        row.revision += 1
    row.name, row.tiles, row.domain, row.agency_id = kept.name, list(kept.tiles), kept.domain, kept.agency_id
    session.add(row)
    session.flush()
    record(session, actor, "saved a view", audit_id=place.id, about=f"view {row.id}", team=team, tiles=list(kept.tiles))
    return row.id or 0


def rename_view(session: Session, actor: Actor, audit_id: int, view_id: int, name: str, seen: int) -> None:
    """Give a view another name. Raises Problem, and Overtaken when a colleague changed it meanwhile."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    row, name = _own(session, place, view_id), called(name)
    refuse_certain(name, lexicon())
    same = _of(place, row.person_id).where(func.lower(SavedView.name) == name.lower(), SavedView.id != view_id)
    if session.exec(same).first() is not None:
        raise Problem("There is a view of this name already. Choose another name.")
    if not changed(session, SavedView, view_id, seen, name=name):
        raise Overtaken
    record(session, actor, "renamed a view", audit_id=place.id, about=f"view {view_id}")


def delete_view(session: Session, actor: Actor, audit_id: int, view_id: int) -> None:
    """A view is gone; nothing of the figures is."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    session.delete(_own(session, place, view_id))
    record(session, actor, "deleted a view", audit_id=place.id, about=f"view {view_id}")


def make_default(session: Session, actor: Actor, audit_id: int, view_id: int, wanted: bool) -> None:
    """The dashboard opens with this view, for its owner or for the team; one view at most does so."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    row = _own(session, place, view_id)
    owner = col(SavedView.person_id)
    of_owner = owner.is_(None) if row.person_id is None else owner == row.person_id
    session.execute(
        update(SavedView).where(col(SavedView.audit_id) == place.id, of_owner).values(is_default=False),
        execution_options={"synchronize_session": "fetch"},
    )
    row.is_default = wanted
    row.revision += 1
    session.add(row)
    record(session, actor, "chose a view to open with", audit_id=place.id, about=f"view {view_id}", wanted=wanted)


def _owner(place: Seat, team: bool) -> int | None:
    """Whose a view is. Raises NotAllowed for somebody who may not arrange the team's."""
    if team and not place.may(Permission.ARRANGE_CHARTS):
        raise NotAllowed(place.actor, Permission.ARRANGE_CHARTS)
    return None if team else place.actor.person_id


def _own(session: Session, place: Seat, view_id: int) -> SavedView:
    """A view that the actor may change: their own, or the team's for those who arrange it. Raises NotYours."""
    row = session.exec(select(SavedView).where(SavedView.id == view_id, SavedView.audit_id == place.id)).first()
    if row is None or row.person_id not in (None, place.actor.person_id):
        raise NotYours("view")
    _owner(place, team=row.person_id is None)
    return row


def _of(place: Seat, owner: int | None):  # type: ignore[no-untyped-def]
    mine = col(SavedView.person_id).is_(None) if owner is None else col(SavedView.person_id) == owner
    return select(SavedView).where(SavedView.audit_id == place.id, mine)
