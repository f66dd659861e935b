"""The views of a dashboard that somebody may open: their own, and the team's."""

from dataclasses import dataclass

from sqlalchemy import or_
from sqlmodel import Session, col, select

from maap.access import Seat, seat
from maap.domain.disclosure import SHOWN
from maap.domain.people import Actor, Permission
from maap.domain.tiles import arranged
from maap.storage.tables import SavedView
from maap.views.scene import Chosen, audience_of


@dataclass(frozen=True)
class View:
    """A saved view as its reader may have it. ``team``: the whole team's. ``mine``: the reader may change it."""

    id: int
    name: str
    tiles: tuple[str, ...]
    chosen: Chosen
    team: bool
    mine: bool
    is_default: bool
    revision: int


@dataclass(frozen=True)
class Views:
    """The reader's own first, then the team's, each by name. ``may_arrange``: they may save views for the team."""

    rows: tuple[View, ...]
    may_arrange: bool

    @property
    def default(self) -> View | None:
        """What the dashboard opens with: one's own choice before the team's."""
        return next((row for row in self.rows if row.is_default), None)

    def by_id(self, view_id: int) -> View | None:
        """The view of this id, where the reader may open it."""
        return next((row for row in self.rows if row.id == view_id), None)


def saved_views(session: Session, actor: Actor, audit_id: int) -> Views:
    """Views that somebody may open. Tiles and agencies that are not for them are left out, as on the page itself."""
    place = seat(session, actor, audit_id, Permission.SEE_RESULTS)
    own = col(SavedView.person_id)
    rows = session.exec(
        select(SavedView)
        .where(SavedView.audit_id == place.id, or_(own.is_(None), own == actor.person_id))
        .order_by(own.is_(None), col(SavedView.name), col(SavedView.id))
    )
    may_arrange = place.may(Permission.ARRANGE_CHARTS)
    return Views(tuple(_view(place, row, may_arrange) for row in rows), may_arrange)


def _view(place: Seat, row: SavedView, may_arrange: bool) -> View:
    inside = SHOWN[audience_of(place)].agencies
    return View(
        id=row.id or 0,
        name=row.name,
        tiles=tuple(tile.key for tile in arranged(row.tiles, inside)),
        chosen=Chosen(row.agency_id if inside else None, row.domain),
        team=row.person_id is None,
        mine=may_arrange if row.person_id is None else True,
        is_default=row.is_default,
        revision=row.revision,
    )
