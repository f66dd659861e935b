"""Where the views of each dashboard are kept: what its page does to save, change and open them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from maap.domain.house_boards import TILES, Board
from maap.domain.people import Actor
from maap.domain.saved_views import Arranged
from maap.domain.tiles import BY_KEY, Tile
from maap.usecases import house_views, saved_views
from maap.views.saved_views import View
from maap.views.scene import Scene

Keep = Callable[[Session, Actor, Arranged, bool], int]
Rename = Callable[[Session, Actor, int, str, int], None]
Delete = Callable[[Session, Actor, int], None]
OpenFirst = Callable[[Session, Actor, int, bool], None]


@dataclass(frozen=True)
class Shelf:
    """One dashboard's views. ``key``: its own among all. ``address``: of its page. ``known``: its measures, by key.

    ``bound``: the choices that its address holds.
    """

    key: str
    address: str
    known: Mapping[str, Tile]
    bound: tuple[str, ...]
    everybody: str
    keep: Keep
    rename: Rename
    delete: Delete
    open_first: OpenFirst


def of_audit(audit_id: int) -> Shelf:
    """The views of an audit's dashboard."""
    return Shelf(
        key=f"audit-{audit_id}",
        address=f"charts?audit={audit_id}",
        known=BY_KEY,
        bound=("charts", "domain", "agency"),
        everybody="For the whole team: everybody who sees these charts may open it",
        keep=lambda session, actor, kept, team: saved_views.save_view(session, actor, audit_id, kept, team),
        rename=lambda session, actor, view, name, seen: saved_views.rename_view(
            session, actor, audit_id, view, name, seen
        ),
        delete=lambda session, actor, view: saved_views.delete_view(session, actor, audit_id, view),
        open_first=lambda session, actor, view, yes: saved_views.make_default(session, actor, audit_id, view, yes),
    )


_OF_HOUSE = {
    Board.YEARS: ("trends", ("charts", "domain", "then", "now"), "For everybody who sees these charts"),
    Board.AGENCY: ("our-agency", ("charts",), "For the whole agency: everybody who sees these charts may open it"),
}


def of_house(board: Board) -> Shelf:
    """The views of a dashboard of the house."""
    address, bound, everybody = _OF_HOUSE[board]
    return Shelf(
        key=board.value,
        address=address,
        known={tile.key: tile for tile in TILES[board]},
        bound=bound,
        everybody=everybody,
        keep=lambda session, actor, kept, team: house_views.save_house_view(session, actor, board, kept, team),
        rename=lambda session, actor, view, name, seen: house_views.rename_house_view(
            session, actor, board, view, name, seen
        ),
        delete=lambda session, actor, view: house_views.delete_house_view(session, actor, board, view),
        open_first=lambda session, actor, view, yes: house_views.make_house_default(session, actor, board, view, yes),
    )


def choices_of_audit(scene: Scene, view: View) -> Mapping[str, Any]:
    """What a view sets on an audit's page, in the words that are chosen there."""
    domains = {domain.key: domain.name for domain in scene.domains}
    agencies = {agency.id: agency.name for agency in scene.agencies}
    set_to = {"domain": domains.get(view.chosen.domain, "All domains")}
    if agencies:
        set_to["agency"] = agencies.get(view.chosen.agency_id or 0, "All agencies")
    return set_to
