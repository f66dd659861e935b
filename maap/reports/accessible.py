"""Tables that people and programs can follow: a workbook for screen readers, and what the columns of a CSV mean."""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from maap.outside.spreadsheets import legal

Columns = Sequence[tuple[str, str, str]]
"""The columns of a CSV: name, meaning, and kind of value."""


@dataclass(frozen=True)
class Sheet:
    """One table, with a sentence or more above it. The first row names its columns; without rows: words alone."""

    title: str
    words: tuple[str, ...]
    rows: Sequence[Sequence[str]]


def described(name: str, title: str, publisher: str, words: str, columns: Columns) -> bytes:
    """What a CSV holds, in the W3C's words for tables on the web."""
    told: list[dict[str, Any]] = [
        {"name": column, "titles": column, "dc:description": meaning, "datatype": kind}
        for column, meaning, kind in columns
    ]
    whole = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": name,
        "dc:title": title,
        "dc:publisher": publisher,
        "dc:description": words,
        "dialect": {"header": True, "encoding": "utf-8"},
        "tableSchema": {"columns": told},
    }
    return json.dumps(whole, indent=2, ensure_ascii=False).encode()


def book(cover: Sequence[str], notes: Sequence[str], sheets: Sequence[Sheet]) -> bytes:
    """A cover, notes, and one table a sheet, each a real table with its heads named. ``cover``: title first."""
    made = Workbook()
    first = made.worksheets[0]
    first.title = "Cover"
    _lines(first, (*cover, "Sheets: Cover, Notes, then one table a sheet"))
    _lines(made.create_sheet("Notes"), ("Notes", *notes))
    for number, sheet in enumerate(sheets, start=1):
        page = made.create_sheet(f"Table {number}")
        _lines(page, (f"Table {number}: {sheet.title}", *sheet.words))
        if sheet.rows:
            _table(page, number, sheet.rows)
    made.properties.title, made.properties.language = legal(cover[0]), "en-GB"
    out = io.BytesIO()
    made.save(out)
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
