"""Spreadsheets in and out: CSV or XLSX becomes a plain grid; rows become files in which no text is a formula."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.workbook.child import _WorkbookChild

from maap.domain.grid import Grid, Line, laid_out
from maap.domain.problems import Problem
from maap.domain.uploads import CASES
from maap.outside.delimited import read_lines
from maap.outside.workbooks import read_sheets

__all__ = ["LARGEST_FILE", "Grid", "Value", "read_table", "to_csv", "to_xlsx"]

LARGEST_FILE = CASES.largest
"""Bytes. 50,000 rows of a dozen columns fit."""

Value = str | int | float | date | None

_ZIP, _OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOT_TABLES = (
    *(b"PK\x05\x06", b"PK\x07\x08", b"%PDF", b"\x89PNG"),
    *(b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"Rar!", b"7z\xbc\xaf"),
)
_FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")
_LONGEST_CELL = 32_767
_WIDEST, _NARROWEST = 60, 10


def read_table(name: str, data: bytes, sheet: str = "") -> Grid:
    """The table in a CSV (UTF-8, UTF-16, Windows-1252; comma, semicolon, tab) or XLSX file.

    What the bytes are decides, not the name; the name is for the sentence. Without `sheet`, the first visible sheet
    that holds a table is read. Raises Problem, naming the file, when there is nothing that can be read safely.
    """
    try:
        return _read(data, sheet)
    except Problem as problem:
        raise Problem(f"{name}: {problem}") from problem


def _read(data: bytes, sheet: str) -> Grid:
    if len(data) > LARGEST_FILE:
        raise Problem(
            f"The file is larger than {LARGEST_FILE >> 20} MB. Keep only the columns and rows the sample needs."
        )
    if not data.strip():
        raise Problem("The file is empty. Upload a list with headings and one case in each row.")
    if data.startswith(_ZIP):
        return _from_workbook(data, sheet)
    if data.startswith(_OLD_OFFICE):
        raise Problem(
            "The file has a password. Remove the password in Excel, save, and upload the file again."
            if _ENCRYPTED in data
            else "This is an old Excel file (.xls). Save it in Excel as “Excel Workbook (.xlsx)” and upload that."
        )
    if data.startswith(_NOT_TABLES):
        raise Problem("This is not a spreadsheet. Save the list as .xlsx or .csv and upload it again.")
    lines, notes = read_lines(data)
    return laid_out(lines, notes)


def _from_workbook(data: bytes, wanted: str) -> Grid:
    names: list[str] = []
    spare: tuple[str, list[Line]] | None = None
    for name, lines in read_sheets(data):
        names.append(name)
        if (wanted and name.casefold() == wanted.casefold()) or (not wanted and _tabular(lines)):
            return laid_out(lines, [] if wanted else _chosen(name, names), name)
        spare = spare or ((name, lines) if any(map(any, lines)) else None)
    if wanted:
        raise Problem(f"There is no sheet “{wanted}”. The sheets are {', '.join(f'“{name}”' for name in names)}.")
    if spare is None:
        raise Problem("The workbook has no visible sheet with anything in it. Upload one with a list of cases.")
    return laid_out(spare[1], _chosen(spare[0], names), spare[0])


def _chosen(name: str, names: Sequence[str]) -> list[str]:
    return [f"The sheet “{name}” was read."] if len(names) > 1 else []


def _tabular(lines: Sequence[Line]) -> bool:
    return sum(1 for line in lines if sum(map(bool, line)) > 1) > 1


_NO_CHARACTERS = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""Code points that are no characters: openpyxl lets them through, and the file would not be XML."""


def to_csv(headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """CSV that Excel opens with its accents right. Text that would act as a formula gets an apostrophe before it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([_defused(heading) for heading in headings])
    writer.writerows([_defused(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _defused(value: Value) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        return value.isoformat() if isinstance(value, date) else str(value)
    text = value.replace("\x00", "")
    return f"'{text}" if text.startswith(_FORMULA_STARTS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "", 1).isdecimal() and text.isascii() and text[0] in "+-"


def to_xlsx(headings: Sequence[str], rows: Iterable[Sequence[Value]], sheet: str = "Table") -> bytes:
    """A workbook of one sheet: headings bold and kept in view, columns as wide as they need, text never a formula."""
    book = Workbook(write_only=True)
    book.properties.title = legal(sheet)
    page = book.create_sheet(_sheet_name(sheet))
    lines = [list(row) for row in rows]
    for column, width in enumerate(_widths([list(headings), *lines[:200]]), start=1):
        page.column_dimensions[get_column_letter(column)].width = width
    page.freeze_panes = "A2"
    page.auto_filter.ref = f"A1:{get_column_letter(max(1, len(headings)))}{len(lines) + 1}"
    page.append([_styled(page, heading, Font(bold=True)) for heading in headings])
    for line in lines:
        page.append([_styled(page, value) for value in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _styled(page: _WorkbookChild, value: Value, font: Font | None = None) -> Cell:
    cell = WriteOnlyCell(page, value=None)
    if isinstance(value, str):
        cell.value = legal(value)
        cell.data_type = "s"
        if value.startswith(_FORMULA_STARTS):
            cell.quotePrefix = True
        if len(value) > _WIDEST or "\n" in value:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    elif isinstance(value, datetime):
        cell.value = value.replace(tzinfo=None)
    else:
        cell.value = value
    if font:
        cell.font = font
    return cell


def legal(text: str) -> str:
    """A text as a cell can hold it."""
    return _NO_CHARACTERS.sub("", ILLEGAL_CHARACTERS_RE.sub("", text))[:_LONGEST_CELL]


def _sheet_name(text: str) -> str:
    return "".join(letter for letter in legal(text) if letter not in "[]:*?/\\'")[:31].strip() or "Table"


def _widths(lines: Sequence[Sequence[Value]]) -> Iterator[int]:
    for column in range(max(map(len, lines))):
        longest = max((len(str(line[column])) for line in lines if column < len(line)), default=0)
        yield max(_NARROWEST, min(_WIDEST, longest + 2))
