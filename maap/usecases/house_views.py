"""People keep a dashboard of the house as they arranged it: across the years, or of their own agency."""

from sqlmodel import Session

from maap.access import desk
from maap.domain.house_boards import ARRANGES, SEES, Board
from maap.domain.identifiers import refuse_certain
from maap.domain.people import Actor, NotAllowed, NotYours, Permission
from maap.domain.saved_views import Arranged
from maap.outside.words import lexicon
from maap.storage import kept_views
from maap.storage.kept_views import Shelf
from maap.storage.tables import SavedView


def save_house_view(session: Session, actor: Actor, board: Board, kept: Arranged, everybody: bool) -> int:
    """Keep a view; one of the same name and owner is replaced. Returns its id. Raises Problem."""
    desk(actor, Permission.KEEP_VIEWS)
    shelf = _shelf(actor, board)
    _refuse_everybodys(actor, board, everybody)
    refuse_certain(kept.name, lexicon())
    return kept_views.keep(session, shelf, actor, None if everybody else actor.person_id, kept)


def rename_house_view(session: Session, actor: Actor, board: Board, view_id: int, name: str, seen: int) -> None:
    """Give a view another name. Raises Problem, and Overtaken when a colleague changed it meanwhile."""
    desk(actor, Permission.KEEP_VIEWS)
    refuse_certain(name, lexicon())
    kept_views.rename(session, _shelf(actor, board), actor, _own(session, actor, board, view_id), name, seen)


def delete_house_view(session: Session, actor: Actor, board: Board, view_id: int) -> None:
    """A view is gone; nothing of the figures is."""
    desk(actor, Permission.KEEP_VIEWS)
    kept_views.delete(session, _shelf(actor, board), actor, _own(session, actor, board, view_id))


def make_house_default(session: Session, actor: Actor, board: Board, view_id: int, wanted: bool) -> None:
    """The dashboard opens with this view, for its owner or for everybody; one view at most does so."""
    desk(actor, Permission.KEEP_VIEWS)
    kept_views.open_first(session, _shelf(actor, board), actor, _own(session, actor, board, view_id), wanted)


def _shelf(actor: Actor, board: Board) -> Shelf:
    """Raises NotAllowed for somebody who does not see the dashboard, and NotYours without an agency."""
    if not actor.may(SEES[board]):
        raise NotAllowed(actor, SEES[board])
    if board is Board.AGENCY and actor.agency_id is None:
        raise NotYours("agency")
    return Shelf(board=board, agency_id=actor.agency_id if board is Board.AGENCY else None)


def _own(session: Session, actor: Actor, board: Board, view_id: int) -> SavedView:
    row = kept_views.one(session, _shelf(actor, board), actor, view_id)
    _refuse_everybodys(actor, board, row.person_id is None)
    return row


def _refuse_everybodys(actor: Actor, board: Board, everybody: bool) -> None:
    if everybody and not actor.may(ARRANGES[board]):
        raise NotAllowed(actor, ARRANGES[board])
