"""Comma-, semicolon- and tab-separated text, in whatever encoding a spreadsheet program left it."""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from maap.domain.grid import MOST_COLUMNS, MOST_ROWS, Line, tidy
from maap.domain.problems import Problem

_SEPARATORS = ",;\t|"
_LINES_TRIED = 60
_LONGEST_CELL = 20_000
_MOST_LINES = MOST_ROWS + 10_000  # blank lines and titles are no cases
_OTHER_FORMATS = ("<!doctype", "<html", "<table", "<?xml", "{\\rtf", "%pdf")
_NOT_A_TABLE = "This is not a spreadsheet. Save the list as .xlsx or .csv and upload it again."


def read_lines(data: bytes) -> tuple[list[Line], list[str]]:
    """Tidied cells line by line, and notes on how the text was read.

    Raises Problem in a sentence when it is not text, or not a table.
    """
    text, notes = _decoded(data)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text or text.lstrip()[:15].lower().startswith(_OTHER_FORMATS):
        raise Problem(_NOT_A_TABLE)
    start, separator = _separator(text)
    lines: list[Line] = []
    try:
        for number, row in enumerate(_rows(text[start:], separator), start=1):
            _refuse_shape(row, number)
            lines.append(tuple(tidy(cell) for cell in row))
    except csv.Error:
        raise Problem(f"{_unclosed(len(lines) + 1)} Correct the row and upload the file again.") from None
    return lines, notes


def _rows(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=separator)


def _refuse_shape(row: list[str], number: int) -> None:
    if len(row) > MOST_COLUMNS:
        raise Problem(
            f"Row {number} has {len(row)} columns; at most {MOST_COLUMNS} can be read. "
            "Keep only the columns the sample needs and upload the file again."
        )
    if any(len(cell) > _LONGEST_CELL for cell in row):
        raise Problem(f"{_unclosed(number)} Correct the row and upload the file again.")
    if number > _MOST_LINES:
        raise Problem(
            f"The file has more than {MOST_ROWS:,} rows. Shorten the list, for example to the audited period."
        )


def _unclosed(number: int) -> str:
    return f"Row {number} has a very long cell; a quotation mark was probably opened there and never closed."


def _decoded(data: bytes) -> tuple[str, list[str]]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode(data, "utf-16"), []
    if not data.startswith(codecs.BOM_UTF8) and data[:200].count(0) >= len(data[:200]) // 3 > 0:
        return _decode(data, "utf-16-le" if data[1:2] == b"\0" else "utf-16-be"), []
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError:
        return _decode(data, "cp1252"), [
            "The file was read as Windows-1252, as older spreadsheet programs save it. Check that accents look right."
        ]


def _decode(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        raise Problem(_NOT_A_TABLE) from None


def _separator(text: str) -> tuple[int, str]:
    """Where the table starts, and its separator: the one that cuts most lines into the same number of columns."""
    first = text[: text.find("\n") + 1].strip().lower()
    if first.startswith("sep=") and len(first) == 5:
        return text.find("\n") + 1, first[4]
    if first == "sep=":
        return text.find("\n") + 1, "\t"
    end = 0
    for _ in range(_LINES_TRIED):
        end = text.find("\n", end) + 1
        if not end:
            break
    return 0, max(_SEPARATORS, key=lambda separator: _evenness(text[: end or None], separator))


def _evenness(head: str, separator: str) -> int:
    try:
        widths = Counter(len(row) for row in _rows(head[:200_000], separator) if len(row) > 1)
    except csv.Error:
        return 0
    return max((lines * (width - 1) for width, lines in widths.items()), default=0)
