"""A snapshot as a document: a part for each tile, with its sentence, its chart and the same as a table."""

from maap.domain.documents import Chart, Document, Kind, Part, Table, plain
from maap.domain.rounding import figure
from maap.domain.shared import HES, RULE, SharedTile, TileKey
from maap.reports.pictures import png, svg
from maap.views.sharing import Shared


def shared_document(told: Shared) -> Document:
    """The whole snapshot."""
    tiles = [tile for tile in told.body.tiles if tile.rows]
    return Document(
        kind=Kind.REPORT,
        title=told.title,
        subtitle="Shared figures",
        reference=told.reference,
        year=told.year,
        partnership=told.partnership,
        as_at=told.as_at,
        parts=(_about(told), *(_part(tile) for tile in tiles)),
    )


def _about(told: Shared) -> Part:
    cases = figure(told.body.cases)
    said = f"Cases in the audit: {cases}. Agencies that took part: {told.body.agencies}."
    return Part(key="about", title="How to read these figures", blocks=(plain(said), plain(RULE), plain(HES)))


def _part(tile: SharedTile) -> Part:
    drawn = chart(tile)
    table = Table(title=f"{tile.title}: numbers of cases", head=tile.head, rows=tile.table) if tile.tells else None
    extra = tuple(block for block in (drawn, table) if block)
    return Part(key=tile.name, title=tile.title, blocks=(plain(tile.sentence), *extra))


def chart(tile: SharedTile) -> Chart | None:
    """The tile's chart, from nothing but what its table shows; None when everything is hidden."""
    kept = len(tile.columns)
    rows = [row for row in tile.rows if not row.line.hidden and any(row.line.parts[:kept])]
    if not rows:
        return None
    apart = " A bar stands only for what is shown: hidden counts have none."
    if tile.key is not TileKey.GRADES:
        return Chart(
            title=tile.title, alt=tile.sentence + apart, drawing="cases", rows=_sides(tile), levels=tile.columns
        )
    return Chart(
        title=tile.title,
        alt=tile.sentence + apart,
        drawing="rounded",
        levels=tile.columns,
        rows=tuple(
            (row.name, f"about {figure(row.line.of)}", tuple(part or 0 for part in row.line.parts[:kept]))
            for row in rows
        ),
    )


def _sides(tile: SharedTile) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
    """Strength and area of each theme beside each other; hidden counts draw nothing."""
    found: dict[str, list[int]] = {}
    for row in tile.rows:
        theme = row.name.rpartition(", as ")[0]
        n = 0 if row.line.hidden else row.line.parts[0] or 0
        found.setdefault(theme, [0, 0])[int(row.key.endswith("-area"))] = n
    return tuple((theme, "", (n[0], n[1])) for theme, n in found.items() if any(n))


def picture(tile: SharedTile, ending: str) -> bytes | None:
    """The tile's chart alone, as SVG or PNG; None when everything is hidden."""
    drawn = chart(tile)
    if drawn is None:
        return None
    return png(drawn) if ending == "png" else svg(drawn).encode()
