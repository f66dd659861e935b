"""What the audit found, as a chart: its findings by theme, beside what agencies named in their returns."""

from maap.domain import sentences
from maap.ui import charts, tiles
from maap.views.finding_themes import FindingThemes


def themes(key: str, found: FindingThemes) -> None:
    """Findings by theme; the foot says that findings are counted here, not returns."""
    if not found.rows:
        return
    strengths, areas = ([(row.theme, getattr(row, side)) for row in found.rows] for side in ("strengths", "areas"))
    tiles.tile(
        key,
        "What the audit found",
        sentences.themes(strengths, areas, found.findings, "findings"),
        charts.themes(found.rows, "findings"),
        f"Counted here: {sentences.counted(found.findings, 'finding')} coded by the audit’s team, not returns",
        False,
    )
