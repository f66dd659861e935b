"""A return's workbook that comes back: read without trusting a byte of it."""

import base64
import hmac
import io
import zlib
from collections.abc import Iterator
from typing import Any

from openpyxl import load_workbook
from pydantic import ValidationError

from maap.domain.problems import Problem
from maap.domain.uploads import WORKBOOK
from maap.domain.workbook import Brought, Code, Line, label_digest
from maap.outside.return_workbook import ANSWER, CODE, EVIDENCE, LABEL, signature
from maap.outside.workbooks import checked

LARGEST_FILE = WORKBOOK.largest
"""Bytes. A return with every box full stays below one megabyte."""

_MOST_CHUNKS, _LARGEST_CODE = 60, 4 << 20
_AGAIN = "Download the workbook again and copy your answers into it."
_BROKEN = (
    "This file cannot be read; it may be damaged, or no workbook. Open the workbook that you downloaded here, "
    "save it as “Excel Workbook (.xlsx)” and upload that file."
)
_NOT_OURS = (
    "This is not a return's workbook, or its return code was changed. "
    "Upload the workbook that you downloaded from this page."
)


def read(data: bytes, key: bytes) -> Brought:
    """What came back. Raises Problem in a sentence: damaged, unsafe, not ours, structure changed, a formula."""
    if len(data) > LARGEST_FILE:
        raise Problem("This file is larger than 3 MB. Take out what was added to the workbook, and upload it again.")
    try:
        checked(data).close()
        book = load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
        code = _code(book, key)
        tabs = [_tab_of(book, number) for number in range(1, len(code.sheets) + 1)]
        held = {p: v for tab, lines in zip(tabs, code.sheets, strict=True) for p, v in _cells(book[tab], lines)}
        return Brought(code, held)
    except Problem:
        raise
    except Exception as fault:  # a damaged or hostile workbook makes openpyxl raise nearly anything
        raise Problem(_BROKEN) from fault


def _code(book: Any, key: bytes) -> Code:
    if CODE not in book.sheetnames:
        raise Problem(_NOT_OURS)
    found = book[CODE].iter_rows(max_row=_MOST_CHUNKS, max_col=1, values_only=True)
    signed, *chunks = (str(row[0]) for row in found if row and row[0] is not None)
    body = "".join(chunks)
    if not hmac.compare_digest(signed.encode(), signature(body, key).encode()):
        raise Problem(_NOT_OURS)
    try:
        unpacked = zlib.decompressobj().decompress(base64.b64decode(body), _LARGEST_CODE)
        return Code.model_validate_json(unpacked)
    except (ValidationError, zlib.error):  # signed by an older version of the application
        raise Problem(_NOT_OURS) from None


def _tab_of(book: Any, number: int) -> str:
    found = [name for name in book.sheetnames if name.split(" ")[0] == str(number)]
    if len(found) != 1:
        raise Problem(f"Sheet {number} of the workbook is missing or was renamed. {_AGAIN}")
    return str(found[0])


def _cells(page: Any, lines: tuple[Line, ...]) -> Iterator[tuple[str, object]]:
    """What each cell to answer in holds, after making sure that the questions beside them are the ones we wrote."""
    rows = list(page.iter_rows(max_row=len(lines), max_col=EVIDENCE + 1))
    for number, line in enumerate(lines, 1):
        row = rows[number - 1] if number <= len(rows) else ()
        label = row[LABEL].value if row else None
        if label_digest(str(label) if label is not None else "") != line.label:
            raise Problem(f"Row {number} of the sheet “{page.title}” no longer holds its question. {_AGAIN}")
        for column, path in ((ANSWER, line.answer), (EVIDENCE, line.evidence)):
            if path:
                yield path, _value(row[column] if column < len(row) else None, page.title, number)


def _value(cell: Any, sheet: str, number: int) -> object:
    if cell is None:
        return None
    if cell.data_type == "f":
        raise Problem(
            f"Row {number} of the sheet “{sheet}” holds a formula. Type the answer itself, save, and upload it again."
        )
    return cell.value
