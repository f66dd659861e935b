"""A table as somebody's spreadsheet holds it: found among titles and blank lines, its cells tidied to plain text."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from maap.domain.problems import Problem
from maap.domain.written_dates import uk_date

Line = tuple[str, ...]

MOST_ROWS = 50_000
MOST_COLUMNS = 200
_ROWS_SEARCHED = 60
_FULL_ENOUGH = 0.8
_LONGEST_HEADING = 120
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad\x00"))


@dataclass(frozen=True)
class Grid:
    """Headings, and rows exactly as wide.

    Row ``i`` stands in row ``first_row_number + i`` of the file; blank lines between rows are kept as empty cells, so
    that a row number in a sentence is the one people see in their spreadsheet.
    """

    headings: Line
    rows: tuple[Line, ...]
    first_row_number: int
    notes: tuple[str, ...] = ()
    sheet: str = ""

    def position(self, heading: str) -> int | None:
        """Where a column stands (0 is the first), whatever its capitals and spaces; None when there is none."""
        wanted = " ".join(heading.split()).casefold()
        return next((i for i, known in enumerate(self.headings) if known.casefold() == wanted), None)


def tidy(text: str) -> str:
    """Stray and invisible characters removed; the lines of a cell with several lines stay apart."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text.translate(_INVISIBLE))
    if "\n" not in text and "\r" not in text:
        return " ".join(text.split())
    return "\n".join(kept for kept in (" ".join(line.split()) for line in text.splitlines()) if kept)


def laid_out(lines: Sequence[Line], notes: Sequence[str] = (), sheet: str = "") -> Grid:
    """The table among tidied lines, of which the first is row 1 of the file.

    Raises Problem when there is no table, or more of it than is accepted.
    """
    top = _heading_line(lines)
    above, first_data = _second_heading(lines, top)
    width = max(len(line) for line in lines)
    body = _trimmed([_padded(line, width) for line in lines[first_data:]])
    _refuse_size(body)
    used = [column for column in range(width) if any(row[column] for row in body) or _cell(lines[top], column)]
    headings, said = _headings(lines, top, above, used)
    if len(used) < width:
        body = [tuple(row[column] for column in used) for row in body]
    first_heading = top if above is None else min(top, above)
    if any(any(line) for line in lines[:first_heading]):
        said.insert(0, f"What stands above the headings in row {first_heading + 1} was left out.")
    return Grid(tuple(headings), tuple(body), first_data + 1, (*notes, *said), sheet)


def _refuse_size(body: list[Line]) -> None:
    cases = sum(1 for row in body if any(row))
    if not cases:
        raise Problem("The file has headings but no rows below them. Upload a list with one case in each row.")
    if cases > MOST_ROWS:
        raise Problem(
            f"The file has {cases:,} rows; at most {MOST_ROWS:,} can be read. "
            "Shorten the list, for example to the audited period."
        )


def _heading_line(lines: Sequence[Line]) -> int:
    written = [(index, line) for index, line in enumerate(lines) if any(line)][:_ROWS_SEARCHED]
    if not written:
        raise Problem("The file is empty. Upload a list with headings and one case in each row.")
    widest = max(_filled(line) for _, line in written)
    labels = [(index, _filled(line)) for index, line in written if all(_label(cell) for cell in line if cell)]
    if not labels:
        raise Problem(
            "The columns have no headings. Put a row above the cases that says what each column holds and upload again."
        )
    full = [index for index, filled in labels if filled >= _FULL_ENOUGH * widest]
    return full[0] if full else max(labels, key=lambda found: (found[1], -found[0]))[0]


def _second_heading(lines: Sequence[Line], top: int) -> tuple[int | None, int]:
    """Merged headings take two rows. The other row of headings, if there is one, and where the data begins."""
    below = lines[top + 1] if top + 1 < len(lines) else ()
    gaps = [column for column in range(max(len(below), len(lines[top]))) if not _cell(lines[top], column)]
    filled = [column for column, cell in enumerate(below) if cell]
    wordy = all(not any(letter.isdigit() for letter in cell) and _label(cell) for cell in below if cell)
    if gaps and filled and wordy and set(gaps) <= set(filled) and len(filled) < max(len(below), len(lines[top])):
        return top + 1, top + 2
    over = lines[top - 1] if top else ()
    if _filled(over) > 1 or any(cell and not _cell(lines[top], column) for column, cell in enumerate(over)):
        return top - 1, top + 1
    return None, top + 1


def _headings(lines: Sequence[Line], top: int, other: int | None, used: list[int]) -> tuple[list[str], list[str]]:
    upper, lower = (lines[min(top, other)], lines[max(top, other)]) if other is not None else ((), lines[top])
    groups = _spread(upper, max(used) + 1)
    names = [_cell(lower, column) or _cell(upper, column) for column in used]
    taken: dict[str, int] = {}
    headings: list[str] = []
    said: list[str] = [] if other is None else ["Two rows of headings were read as one."]
    for column, name in zip(used, names, strict=True):
        heading = " ".join(name.split()) or f"Column {_letters(column)}"
        if not name:
            said.append(f"Column {_letters(column)} has no heading.")
        if names.count(name) > 1 and groups[column] and groups[column] != name:
            heading = f"{groups[column]}: {heading}"
        count = taken[heading.casefold()] = taken.get(heading.casefold(), 0) + 1
        if count > 1:
            said.append(f"Several columns are called “{heading}”; here they are numbered.")
            heading = f"{heading} ({count})"
        headings.append(heading)
    return headings, said


def _spread(upper: Line, width: int) -> list[str]:
    groups: list[str] = []
    for column in range(width):
        groups.append(" ".join(_cell(upper, column).split()) or (groups[-1] if groups else ""))
    return groups


def _trimmed(body: list[Line]) -> list[Line]:
    last = next((index for index in range(len(body), 0, -1) if any(body[index - 1])), 0)
    return body[:last]


def _padded(line: Line, width: int) -> Line:
    return line if len(line) == width else line + ("",) * (width - len(line))


def _cell(line: Line, column: int) -> str:
    return line[column] if column < len(line) else ""


def _filled(line: Line) -> int:
    return sum(1 for cell in line if cell)


def _label(cell: str) -> bool:
    return len(cell) <= _LONGEST_HEADING and any(letter.isalpha() for letter in cell) and uk_date(cell) is None


def _letters(column: int) -> str:
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
