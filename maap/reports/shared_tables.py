"""Snapshots as tables: CSV, its description by CSVW, JSON, and a workbook that a screen reader can follow."""

import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from maap.domain.shared import HES, RULE
from maap.domain.written_dates import spoken
from maap.outside.spreadsheets import Value, legal, to_csv
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
    columns: list[dict[str, Any]] = [
        {"name": column, "titles": column, "dc:description": words, "datatype": kind} for column, words, kind in COLUMNS
    ]
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": name,
        "dc:title": f"{told.title}: shared figures",
        "dc:publisher": told.partnership,
        "dc:description": RULE,
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": columns},
    }
    return json.dumps(described, indent=2, ensure_ascii=False).encode()


def workbook(told: Shared) -> bytes:
    """A cover, notes, and one table a sheet, each a real table with its heads named."""
    book = Workbook()
    cover = book.worksheets[0]
    cover.title = "Cover"
    _lines(cover, (told.title, "Shared figures", told.partnership, f"Audit {told.reference}, {told.year}"))
    _lines(cover, (f"Figures as at {spoken(told.as_at.date())}", "Sheets: Cover, Notes, then one table a sheet"))
    _lines(book.create_sheet("Notes"), ("Notes", *(f"{sentence}." for sentence in RULE.rstrip(".").split(". ")), HES))
    for number, tile in enumerate(told.body.tiles, start=1):
        page = book.create_sheet(f"Table {number}")
        _lines(page, (f"Table {number}: {tile.title}, cases", tile.sentence))
        _table(page, number, (tile.head, *tile.table))
    book.properties.title, book.properties.language = legal(told.title), "en-GB"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _lines(page: Worksheet, lines: Sequence[str]) -> None:
    for line in lines:
        first = page.max_row == 1 and page["A1"].value is None
        _put(page, 1 if first else page.max_row + 1, 1, line, Font(bold=True, size=15) if first else None)
    page.column_dimensions["A"].width = 62


def _put(page: Worksheet, row: int, column: int, text: str, font: Font | None = None) -> None:
    """A text is a text, whatever it begins with; a rounded number is a number."""
    cell = page.cell(row, column)
    if column > 1 and text.isdecimal():
        cell.value = int(text)
    else:
        cell.value, cell.data_type = legal(text), "s"
        cell.quotePrefix = text.startswith(tuple("=+-@\t\r"))
        cell.alignment = Alignment(wrap_text=column == 1, vertical="top")
    if font:
        cell.font = font


def _table(page: Worksheet, number: int, rows: Sequence[Sequence[str]]) -> None:
    start = page.max_row + 1
    for at, row in enumerate(rows, start=start):
        for column, text in enumerate(row, start=1):
            _put(page, at, column, text, Font(bold=True) if at == start else None)
            if column > 1:
                page.column_dimensions[get_column_letter(column)].width = 18
    if len(rows) > 1:
        corner = f"{get_column_letter(len(rows[0]))}{start + len(rows) - 1}"
        made = Table(displayName=f"Table_{number}", ref=f"A{start}:{corner}")
        made.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
        page.add_table(made)
