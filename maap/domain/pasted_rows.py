"""The rows of a table that was pasted as text, and what each of its columns holds."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

_HEADERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "label": ("question", "standard", "criteria", "criterion", "statement", "prompt", "indicator", "audit point"),
        "answers": ("answer", "response", "option", "rating", "grade", "score", "y/n", "yes", "met"),
        "guidance": ("guidance", "what to look for", "consider", "help", "note", "comment", "evidence", "example"),
        "section": ("section", "theme", "domain", "area", "heading", "topic"),
        "number": ("no", "no.", "number", "#", "ref", "ref.", "q", "id"),
    }
)
_NUMBER = re.compile(r"\(?[0-9]+(?:\.[0-9]+)*[a-z]?[.)]?", re.IGNORECASE)


@dataclass(frozen=True)
class Cells:
    """Where the columns of a table stand. ``first``: the first row that is no header."""

    places: Mapping[str, int]
    first: int

    def of(self, cells: Sequence[str], name: str) -> str:
        """The cell of that column; "" when there is none."""
        place = self.places.get(name)
        return cells[place].strip() if place is not None and place < len(cells) else ""


def is_table(lines: Sequence[str]) -> bool:
    """Whether most lines have cells: a list may be indented with tabs, but has none inside its lines."""
    filled = [line for line in lines if line.strip()]
    with_cells = sum("\t" in line.strip() or line.strip().count("|") >= 2 for line in filled)
    return bool(filled) and with_cells * 2 > len(filled)


def rows_of(lines: Sequence[str]) -> list[list[str]]:
    """The cells of each row. A line without cells goes on the row above it, as Word breaks lines inside a cell."""
    rows: list[list[str]] = []
    for line in lines:
        if not line.strip() or re.fullmatch(r"[\s|:+-]+", line):
            continue
        if "\t" in line:
            rows.append([cell.strip() for cell in line.split("\t")])
        elif line.strip().count("|") >= 2:
            rows.append([cell.strip() for cell in line.strip().strip("|").split("|")])
        elif rows and not line.strip().endswith("?") and not line.strip()[:1].isupper():
            rows[-1][-1] = f"{rows[-1][-1]}\n{line.strip()}".strip()
        else:
            rows.append([line.strip(), ""])
    return rows


def columns(rows: Sequence[Sequence[str]]) -> Cells:
    """The columns by their headers, or by what is in them: the wordiest one holds the questions."""
    named = _named(rows[0]) if rows else {}
    if "label" in named or len(named) > 1:
        body = rows[1:]
        if "label" not in named:
            named["label"] = _wordiest(body, set(named.values()))
        return Cells(named, 1)
    return Cells(_guessed(rows), 0)


def _named(header: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, cell in enumerate(header):
        words = cell.casefold().strip(" :?")
        if not words or len(words) > 60:
            continue
        for name, starts in _HEADERS.items():
            fits = words in starts if name == "number" else any(words.startswith(start) for start in starts)
            if fits and name not in found:
                found[name] = place
                break
    return found


def _guessed(rows: Sequence[Sequence[str]]) -> dict[str, int]:
    width = max((len(row) for row in rows), default=0)
    numbers = [place for place in range(width) if _mostly_numbers(rows, place)]
    label = _wordiest(rows, set(numbers))
    found = {"label": label} | ({"number": numbers[0]} if numbers else {})
    for place in range(label + 1, width):
        cells = [row[place] for row in rows if place < len(row) and row[place]]
        lists = sum("/" in cell or ";" in cell or "\n" in cell for cell in cells)
        if cells and lists * 2 > len(cells) and "answers" not in found:
            found["answers"] = place
        elif cells and "guidance" not in found:
            found["guidance"] = place
    return found


def _mostly_numbers(rows: Sequence[Sequence[str]], place: int) -> bool:
    cells = [row[place] for row in rows if place < len(row) and row[place]]
    return bool(cells) and sum(bool(_NUMBER.fullmatch(cell)) for cell in cells) * 2 > len(cells)


def _wordiest(rows: Sequence[Sequence[str]], without: set[int]) -> int:
    width = max((len(row) for row in rows), default=1)
    marks = {
        place: sum(row[place].count("?") * 200 + len(row[place]) for row in rows if place < len(row))
        for place in range(width)
        if place not in without
    }
    return max(marks, key=lambda place: marks[place]) if marks else 0
