"""The dashboards that belong to no single audit: across the years, and of an agency about itself."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

from maap.domain.people import Permission
from maap.domain.tiles import Tile


class Board(StrEnum):
    """A dashboard of the house."""

    YEARS = "years"
    AGENCY = "agency"


TILES: Mapping[Board, tuple[Tile, ...]] = MappingProxyType(
    {
        Board.YEARS: (
            Tile(
                "strengths",
                "What worked, year by year",
                "In how many returns of each year a theme is a strength.",
                "Returns of a year's audits are added; years are not.",
            ),
            Tile(
                "areas",
                "What became of the areas for development",
                "In how many returns of each year a theme is to be developed, where it went, and whether it is open.",
                "Returns of a year's audits are added; years are not.",
            ),
            Tile(
                "agencies",
                "How agencies graded their own practice",
                "One domain, an audit a bar, best level first.",
                "Adds up over audits on the same scale.",
            ),
            Tile(
                "panel",
                "What panels agreed for the cases",
                "One domain, an audit a bar, best level first.",
                "Adds up over audits on the same scale.",
            ),
        ),
        Board.AGENCY: (
            Tile("grades", "How we grade our own practice", "Grades in the better half, by domain and audit.", ""),
            Tile("themes", "What works with us, and what to develop", "Our returns that name a theme.", ""),
            Tile("shift", "Our grades beside the panel’s", "The same cases and domains, once published.", ""),
            Tile("returns", "Our returns", "In, being answered, not started and late, by audit.", ""),
            Tile("timely", "In time or late", "Our returns that came by their due date, and after it.", ""),
            Tile("actions", "Our actions", "Where the actions are that we lead.", ""),
            Tile("issues", "Issues that came back to us", "Closed and open, by audit.", ""),
        ),
    }
)
SEES: Mapping[Board, Permission] = MappingProxyType(
    {Board.YEARS: Permission.SEE_RESULTS, Board.AGENCY: Permission.SEE_OWN_FIGURES}
)
"""Who sees a dashboard."""
ARRANGES: Mapping[Board, Permission] = MappingProxyType(
    {Board.YEARS: Permission.ARRANGE_CHARTS, Board.AGENCY: Permission.ARRANGE_OWN_CHARTS}
)
"""Who saves views of it for everybody who sees it."""


def arranged(board: Board, keys: Iterable[str]) -> tuple[Tile, ...]:
    """The chosen tiles in their order, each once; else all of them."""
    known = {tile.key: tile for tile in TILES[board]}
    return tuple(known[key] for key in dict.fromkeys(keys) if key in known) or TILES[board]
