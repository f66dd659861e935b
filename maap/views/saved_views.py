"""The views of a dashboard that somebody may open: their own, and everybody's."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlmodel import Session

from maap.access import Seat, desk, seat
from maap.domain import house_boards
from maap.domain.disclosure import SHOWN
from maap.domain.house_boards import SEES, Board
from maap.domain.people import Actor, NotAllowed, Permission
from maap.domain.tiles import arranged
from maap.storage.kept_views import Shelf, readable
from maap.storage.tables import SavedView
from maap.views.scene import Chosen, audience_of


@dataclass(frozen=True)
class View:
    """A saved view as its reader may have it. ``team``: everybody's. ``mine``: the reader may change it.

    ``choices``: what a dashboard of the house was set to.
    """

    id: int
    name: str
    tiles: tuple[str, ...]
    chosen: Chosen
    team: bool
    mine: bool
    is_default: bool
    revision: int
    choices: Mapping[str, str] = field(default_factory=dict)


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
    rows = readable(session, Shelf(place.id), actor)
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


def house_views(session: Session, actor: Actor, board: Board) -> Views:
    """Views of a dashboard of the house that somebody may open: of one's own agency's, those of that agency alone."""
    desk(actor, Permission.KEEP_VIEWS)
    if not actor.may(SEES[board]):
        raise NotAllowed(actor, SEES[board])
    own = board is Board.AGENCY
    if own and actor.agency_id is None:
        return Views((), False)
    shelf = Shelf(board=board, agency_id=actor.agency_id if own else None)
    may_arrange = actor.may(Permission.ARRANGE_OWN_CHARTS if own else Permission.ARRANGE_CHARTS)
    return Views(tuple(_of_house(board, row, may_arrange) for row in readable(session, shelf, actor)), may_arrange)


def _of_house(board: Board, row: SavedView, may_arrange: bool) -> View:
    return View(
        id=row.id or 0,
        name=row.name,
        tiles=tuple(tile.key for tile in house_boards.arranged(board, row.tiles)),
        chosen=Chosen(),
        team=row.person_id is None,
        mine=may_arrange if row.person_id is None else True,
        is_default=row.is_default,
        revision=row.revision,
        choices=row.choices or {},
    )
