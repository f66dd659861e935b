"""Snapshots as tables: CSV, its description by CSVW, JSON, and a workbook that a screen reader can follow."""

import json
from collections.abc import Iterator, Sequence

from maap.domain.shared import HES, RULE
from maap.domain.written_dates import spoken
from maap.outside.spreadsheets import Value, to_csv
from maap.reports.accessible import Sheet, book, described
from maap.views.sharing import Shared

COLUMNS = (
    ("audit", "The audit's reference", "string"),
    ("year", "The audit's year", "string"),
    ("as_at", "When the figures were counted", "date"),
    ("measure", "What was counted", "string"),
    ("row", "The row: a domain, or a theme with its side", "string"),
    ("column", "Cases: the row's total, rounded by itself; otherwise a level", "string"),
    ("shown", "The count as it may be shown, in words where it is hidden", "string"),
    ("cases", "The rounded number of cases; empty where it is hidden to protect children", "integer"),
)
_HEADS = tuple(name for name, _, _ in COLUMNS)


def cells(told: Sequence[Shared]) -> Iterator[tuple[Value, ...]]:
    """One row for each cell of each tile."""
    for one in told:
        for tile in one.body.tiles:
            for row in tile.table:
                for head, shown in zip(tile.head[1:], row[1:], strict=True):
                    n = int(shown.replace(",", "")) if shown[:1].isdigit() and " " not in shown else None
                    yield one.reference, one.year, one.as_at.date(), tile.title, row[0], head, shown, n


def csv(told: Sequence[Shared]) -> bytes:
    """All cells as CSV. Text that would act as a formula is made harmless."""
    return to_csv(_HEADS, cells(told))


def as_json(told: Sequence[Shared]) -> bytes:
    """All cells as JSON, with the rule."""
    rows = [dict(zip(_HEADS, row, strict=True)) for row in cells(told)]
    return json.dumps({"rule": RULE, "figures": rows}, ensure_ascii=False, default=str).encode()


def description(name: str, told: Shared) -> bytes:
    """What the CSV holds, in the W3C's words for tables on the web."""
    return described(name, f"{told.title}: shared figures", told.partnership, RULE, COLUMNS)


def workbook(told: Shared) -> bytes:
    """A cover, notes, and one table a sheet, each a real table with its heads named."""
    cover = (told.title, "Shared figures", told.partnership, f"Audit {told.reference}, {told.year}")
    return book(
        (*cover, f"Figures as at {spoken(told.as_at.date())}"),
        (*(f"{sentence}." for sentence in RULE.rstrip(".").split(". ")), HES),
        [Sheet(f"{tile.title}, cases", (tile.sentence,), (tile.head, *tile.table)) for tile in told.body.tiles],
    )
