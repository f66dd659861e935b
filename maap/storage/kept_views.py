"""How the views of a dashboard are kept, whichever dashboard it is. Who may keep them is asked before."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from maap.domain.fitting import Overtaken
from maap.domain.people import Actor, NotYours
from maap.domain.problems import Problem
from maap.domain.saved_views import MOST, Arranged, called
from maap.storage.revisions import changed
from maap.storage.tables import SavedView
from maap.storage.trail import record

OF_AN_AUDIT = "audit"


@dataclass(frozen=True)
class Shelf:
    """The views of one dashboard: an audit's, or one of the house; ``agency_id``: of the agency that sees itself."""

    audit_id: int | None = None
    board: str = OF_AN_AUDIT
    agency_id: int | None = None

    @property
    def here(self) -> ColumnElement[bool]:
        """The condition under which a view is one of these."""
        if self.audit_id is not None:
            return col(SavedView.audit_id) == self.audit_id
        whose = col(SavedView.agency_id) == self.agency_id if self.agency_id else col(SavedView.agency_id).is_(None)
        return and_(col(SavedView.audit_id).is_(None), col(SavedView.board) == self.board, whose)


def readable(session: Session, shelf: Shelf, actor: Actor) -> list[SavedView]:
    """Somebody's own views first, then everybody's, each by name."""
    own = col(SavedView.person_id)
    within = select(SavedView).where(shelf.here, or_(own.is_(None), own == actor.person_id))
    return list(session.exec(within.order_by(own.is_(None), col(SavedView.name), col(SavedView.id))))


def one(session: Session, shelf: Shelf, actor: Actor, view_id: int) -> SavedView:
    """A view of this dashboard that is the actor's own or everybody's. Raises NotYours."""
    row = session.exec(select(SavedView).where(SavedView.id == view_id, shelf.here)).first()
    if row is None or row.person_id not in (None, actor.person_id):
        raise NotYours("view")
    return row


def keep(session: Session, shelf: Shelf, actor: Actor, owner: int | None, kept: Arranged) -> int:
    """Keep a view; one of the same name and owner is replaced. Returns its id. Raises Problem."""
    row = session.exec(_of(shelf, owner).where(func.lower(SavedView.name) == kept.name.lower())).first()
    if row is None:
        if session.exec(select(func.count()).select_from(_of(shelf, owner).subquery())).one() >= MOST:
            raise Problem(f"There are {MOST} views already. Delete one of them first.")
        row = SavedView(
            audit_id=shelf.audit_id,
            board=shelf.board,
            person_id=owner,
            name="",
            made_by=actor.person_id,
            made_at=actor.now,
        )
    else:
        row.revision += 1
    row.name, row.tiles, row.domain, row.choices = kept.name, list(kept.tiles), kept.domain, kept.choices
    row.agency_id = kept.agency_id if shelf.audit_id is not None else shelf.agency_id
    session.add(row)
    session.flush()
    _noted(session, shelf, actor, "saved a view", row.id, team=owner is None, tiles=list(kept.tiles))
    return row.id or 0


def rename(session: Session, shelf: Shelf, actor: Actor, row: SavedView, name: str, seen: int) -> None:
    """Give a view another name. Raises Problem, and Overtaken when a colleague changed it meanwhile."""
    name = called(name)
    same = _of(shelf, row.person_id).where(func.lower(SavedView.name) == name.lower(), SavedView.id != row.id)
    if session.exec(same).first() is not None:
        raise Problem("There is a view of this name already. Choose another name.")
    if not changed(session, SavedView, row.id or 0, seen, name=name):
        raise Overtaken
    _noted(session, shelf, actor, "renamed a view", row.id)


def delete(session: Session, shelf: Shelf, actor: Actor, row: SavedView) -> None:
    """A view is gone; nothing of the figures is."""
    session.delete(row)
    _noted(session, shelf, actor, "deleted a view", row.id)


def open_first(session: Session, shelf: Shelf, actor: Actor, row: SavedView, wanted: bool) -> None:
    """The dashboard opens with this view, for its owner or for everybody; one view at most does so."""
    owner = col(SavedView.person_id)
    of_owner = owner.is_(None) if row.person_id is None else owner == row.person_id
    session.execute(
        update(SavedView).where(shelf.here, of_owner).values(is_default=False),
        execution_options={"synchronize_session": "fetch"},
    )
    row.is_default = wanted
    row.revision += 1
    session.add(row)
    _noted(session, shelf, actor, "chose a view to open with", row.id, wanted=wanted)


def _of(shelf: Shelf, owner: int | None) -> SelectOfScalar[SavedView]:
    mine = col(SavedView.person_id).is_(None) if owner is None else col(SavedView.person_id) == owner
    return select(SavedView).where(shelf.here, mine)


def _noted(session: Session, shelf: Shelf, actor: Actor, deed: str, view_id: int | None, **facts: Any) -> None:
    where = {} if shelf.audit_id is not None else {"board": shelf.board}
    record(session, actor, deed, audit_id=shelf.audit_id, about=f"view {view_id}", **where, **facts)
