"""The charts of an agency about itself with all that they say: its page draws them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from types import MappingProxyType

from maap.charts import drawings
from maap.charts.exhibits import Exhibit, moment
from maap.charts.pictures import drawn
from maap.domain import sentences
from maap.domain.sentences import counted
from maap.domain.tiles import Tile
from maap.views.own_board import MOST_AUDITS, OwnBoard

_NOTES = MappingProxyType(
    {
        "grades": f"Grades in the better half of each audit’s own scale; the latest {MOST_AUDITS} audits",
        "shift": "The same cases and domains, in audits that were published",
        "issues": "Only your agency and the partnership’s coordinator see these",
    }
)


def own_exhibits(page: OwnBoard, shown: Iterable[Tile]) -> Iterator[Exhibit]:
    """Every tile that has something to say to this reader, in the order in which they were chosen."""
    for tile in shown:
        if tile.key == "themes":
            yield _themes(page, tile)
        elif tile.key in page.pictures:
            yield _picture(page, tile)


def standing(page: OwnBoard, at: datetime) -> str:
    """«As at 3 March 2026 at 14:02, in 4 audits. …»."""
    return f"As at {moment(at)}, in {counted(len(page.audits), 'audit')}. Only your own agency’s figures are here."


def _picture(page: OwnBoard, tile: Tile) -> Exhibit:
    shown = page.pictures[tile.key]
    note = " · ".join(part for part in (f"n = {shown.n}", _NOTES.get(tile.key, "")) if part)
    return Exhibit(f"own-{tile.key}", tile.key, tile.name, shown.sentence, drawn(shown), note, tile.key)


def _themes(page: OwnBoard, tile: Tile) -> Exhibit:
    strengths, areas = ([(row.theme, getattr(row, side)) for row in page.themes] for side in ("strengths", "areas"))
    said = sentences.themes(strengths, areas, page.named)
    chart = drawings.themes(page.themes) if page.themes else None
    note = f"n = {counted(page.named, 'return with themes', 'returns with themes')} of your agency"
    return Exhibit("own-themes", "themes", tile.name, said, chart, note, tile.key)
