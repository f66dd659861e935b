"""A return's workbook as an Excel file, written to be filled in: locked but for the cells to answer in."""

import base64
import hashlib
import hmac
import io
import zlib
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from maap.domain.workbook import HEADINGS, Code, ReturnWorkbook, Row, Sheet
from maap.domain.workbook_cells import Cell, Shown
from maap.outside.spreadsheets import legal

COVER, LISTS, CODE = "How to fill this in", "Lists", "Return code"
_WIDTHS = (52, 46, 36, 52)
_CHUNK = 30_000
LABEL, ANSWER, EVIDENCE = 0, 2, 3
"""Columns, counted from 0."""
_FORMATS = {"one": "@", "text": "@", "long_text": "@", "date": "d mmmm yyyy", "number": "General"}
_OPEN = PatternFill("solid", fgColor="FFF8DC")
_LINE = Side("thin", color="8A97A0")
_EDGE = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def write(book: ReturnWorkbook, key: bytes) -> bytes:
    """The file: a cover, a sheet for each section, and the return code, signed with the key."""
    made = Workbook()
    made.properties.title, made.properties.creator = legal(book.title), "MAAP"
    made.security.lockStructure = True
    lists = _Lists()
    _cover(made.worksheets[0], book)
    for number, sheet in enumerate(book.sheets, 1):
        _section(made.create_sheet(_tab(number, sheet.title)), sheet, lists)
    lists.put(made.create_sheet(LISTS))
    _sign(made.create_sheet(CODE), book.code, key)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def _tab(number: int, title: str) -> str:
    """A sheet's name: its number first, so that it is found again whatever a program makes of the words."""
    words = "".join(letter for letter in legal(title) if letter not in "[]:*?/\\'")
    return f"{number} {words}"[:31].strip()


def _cover(page: Worksheet, book: ReturnWorkbook) -> None:
    page.title = COVER
    page.column_dimensions["A"].width = 100
    for number, text in enumerate((book.title, *book.notes), 1):
        cell = page.cell(number, 1)
        _put(cell, text)
        cell.font = Font(bold=number == 1, size=16 if number == 1 else 11)
        cell.alignment = _WRAPPED
    _lock(page)


class _Lists:
    """The answers that drop-downs offer, kept on a hidden sheet: their labels may be long and hold commas."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], str] = {}

    def place(self, offered: tuple[str, ...]) -> str:
        """Where a list of answers will stand."""
        column = self._columns.setdefault(offered, get_column_letter(len(self._columns) + 1))
        return f"{LISTS}!${column}$1:${column}${len(offered)}"

    def put(self, page: Worksheet) -> None:
        """Write the lists."""
        for offered, column in self._columns.items():
            for number, label in enumerate(offered, 1):
                _put(page[f"{column}{number}"], label)
        _lock(page)
        page.sheet_state = "hidden"


def _section(page: Worksheet, sheet: Sheet, lists: _Lists) -> None:
    for column, width in zip("ABCD", _WIDTHS if sheet.evidence else _WIDTHS[:3], strict=False):
        page.column_dimensions[column].width = width
    rules: dict[str, DataValidation] = {}
    for number, row in enumerate(sheet.rows, 1):
        _head(page, number, row, sheet.evidence)
        for at, cell in ((ANSWER, row.answer), (EVIDENCE, row.evidence)):
            if cell is not None:
                _answer(page.cell(number, at + 1), cell)
                _rule(page, rules, cell, lists, f"{get_column_letter(at + 1)}{number}")
    page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    _lock(page)


def _head(page: Worksheet, number: int, row: Row, evidence: bool) -> None:
    texts = HEADINGS if row.style == "headings" else (row.label, row.guidance)
    for column, text in enumerate(texts if evidence or row.style != "headings" else texts[:3], 1):
        cell = page.cell(number, column)
        _put(cell, text or None)
        cell.alignment = Alignment(wrap_text=True, vertical="top", indent=2 if row.style == "part" else 0)
        cell.font = Font(bold=row.style in ("title", "headings"), size=14 if row.style == "title" else 11)
        if row.style == "title":
            cell.alignment = Alignment(vertical="top")


def _answer(place: Any, cell: Cell) -> None:
    _put(place, cell.shown)
    place.number_format = _FORMATS[cell.kind]
    place.protection = Protection(locked=False)
    place.fill, place.border, place.alignment = _OPEN, _EDGE, _WRAPPED


def _put(place: Any, value: Shown) -> None:
    """Write a value; words are never a formula."""
    place.value = legal(value) if isinstance(value, str) else value
    if isinstance(value, str):
        place.data_type = "s"
        place.quotePrefix = value.startswith(("=", "+", "-", "@"))


def _rule(page: Worksheet, rules: dict[str, DataValidation], cell: Cell, lists: _Lists, where: str) -> None:
    made = _validation(cell, lists)
    if made is None:
        return
    name = f"{made.type}/{made.operator}/{made.formula1}/{made.formula2}"
    if name not in rules:
        rules[name] = made
        page.add_data_validation(made)
    rules[name].add(where)


def _validation(cell: Cell, lists: _Lists) -> DataValidation | None:
    rule: dict[str, Any] = {"allow_blank": True, "showErrorMessage": True, "errorTitle": "Not one of the answers"}
    if cell.options:
        error = "Choose an answer from the list."
        return DataValidation(type="list", formula1=lists.place(cell.options), error=error, **rule)
    if cell.kind == "date":
        error = "Enter a day, month and year, like 3/3/2026."
        return DataValidation(type="date", operator="greaterThan", formula1="32874", error=error, **rule)
    if cell.kind == "number":
        low, high = (cell.low if cell.low is not None else -1e15), (cell.high if cell.high is not None else 1e15)
        rule |= {"type": "whole" if cell.whole else "decimal", "operator": "between"}
        error = "Enter a number in figures, within the limits of this question."
        return DataValidation(formula1=f"{low:.15g}", formula2=f"{high:.15g}", error=error, **rule)
    return None


def _lock(page: Worksheet) -> None:
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = False  # False: may be made wider and taller
    page.sheet_view.showGridLines = False


def _sign(page: Worksheet, code: Code, key: bytes) -> None:
    body = base64.b64encode(zlib.compress(code.model_dump_json().encode(), 9)).decode()
    _put(page["A1"], signature(body, key))
    for number, start in enumerate(range(0, len(body), _CHUNK), 2):
        _put(page.cell(number, 1), body[start : start + _CHUNK])
    _lock(page)
    page.sheet_state = "veryHidden"


def signature(body: str, key: bytes) -> str:
    """What proves that a return code is ours and was not changed."""
    return hmac.new(key, body.encode(), hashlib.sha256).hexdigest()
