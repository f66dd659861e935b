"""A list of cases as its columns were mapped: references, groups, dates and agencies, each read from its cell."""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.grid import Grid, Line
from maap.domain.problems import Problem
from maap.domain.written_dates import cell_date

NOT_RECORDED = "not recorded"
_MOST_GROUPS = 200


class Mapping(BaseModel):
    """Which column holds what, by heading. Empty: the list has no such column."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reference: str = Field(min_length=1)
    strata: tuple[str, ...] = ()
    last_intervention: str = ""
    agencies: str = ""
    """How many agencies know the case, or their names with ; or , between them."""
    last_audited: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column in use."""
        named = (self.reference, *self.strata, self.last_intervention, self.agencies, self.last_audited)
        return tuple(column for column in named if column)


@dataclass(frozen=True)
class Row:
    """One row, as far as the draw is concerned. A date that was written but cannot be read is None."""

    number: int
    reference: str
    stratum: tuple[str, ...]
    intervention: tuple[str, date | None]
    agencies: int
    audited: tuple[str, date | None]

    @property
    def line(self) -> str:
        """The row as it enters the cohort's hash."""
        days = [day.isoformat() if day else written for written, day in (self.intervention, self.audited)]
        content = [self.reference, list(self.stratum), days[0], self.agencies, days[1]]
        return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def located(grid: Grid, mapping: Mapping) -> Mapping:
    """The mapping in the spelling of the list's headings. Raises Problem when a column is missing or chosen twice."""

    def heading(name: str) -> str:
        position = grid.position(name) if name else None
        if name and position is None:
            known = ", ".join(f"“{heading}”" for heading in grid.headings)
            raise Problem(f"There is no column “{name}”. The columns are {known}. Choose one of them.")
        return "" if position is None else grid.headings[position]

    found = Mapping(
        reference=heading(mapping.reference),
        strata=tuple(heading(column) for column in mapping.strata),
        last_intervention=heading(mapping.last_intervention),
        agencies=heading(mapping.agencies),
        last_audited=heading(mapping.last_audited),
    )
    if len({found.reference, *found.strata}) <= len(found.strata):
        raise Problem(
            "The same column is chosen twice. Choose a different column for the reference and for each group."
        )
    return found


def rows_of(grid: Grid, mapping: Mapping) -> list[Row]:
    """The rows that hold anything."""
    position = {column: index for index, column in enumerate(grid.headings)}
    dates: dict[str, date | None] = {}

    def cell(line: Line, column: str) -> str:
        return line[position[column]] if column else ""

    def dated(line: Line, column: str) -> tuple[str, date | None]:
        written = cell(line, column)
        if written not in dates:
            dates[written] = cell_date(written) if written else None
        return written, dates[written]

    return [
        Row(
            grid.first_row_number + index,
            " ".join(cell(line, mapping.reference).split()),
            tuple(" ".join(cell(line, column).split()) or NOT_RECORDED for column in mapping.strata),
            dated(line, mapping.last_intervention),
            _agencies(cell(line, mapping.agencies)),
            dated(line, mapping.last_audited),
        )
        for index, line in enumerate(grid.rows)
        if any(line)
    ]


def _agencies(written: str) -> int:
    """A number, or how many different names there are between semicolons, else commas, or on lines."""
    if written.isdecimal():
        return int(written[:9])
    parts = re.split(r"[;\n|]" if ";" in written else r"[,\n|]", written)
    return len({part.strip().casefold() for part in parts} - {""})


def refuse_unreadable_dates(rows: Sequence[Row], mapping: Mapping) -> None:
    """Raises Problem when most of a column of dates cannot be read; single slips exclude their row only."""
    columns = (
        (mapping.last_intervention, [row.intervention for row in rows]),
        (mapping.last_audited, [row.audited for row in rows]),
    )
    for column, cells in columns:
        written = [text for text, _ in cells if text]
        unread = [text for text, day in cells if text and day is None]
        if len(unread) * 2 > len(written):
            raise Problem(
                f"The column “{column}” does not hold dates that can be read: {len(unread)} of {len(written)} cannot, "
                f"for example “{unread[0][:30]}”. Write dates as 31/03/2026 or choose another column."
            )


def spellings_of(rows: Sequence[Row], mapping: Mapping) -> tuple[list[dict[str, str]], list[str]]:
    """For each stratum column, the spelling most rows use, so that “CP” and “cp” are one group."""
    spellings: list[dict[str, str]] = []
    notes: list[str] = []
    for index, column in enumerate(mapping.strata):
        used = Counter(row.stratum[index] for row in rows)
        best: dict[str, str] = {}
        for value in sorted(used, key=lambda value: (-used[value], value)):
            kept = best.setdefault(value.casefold(), value)
            if kept != value:
                notes.append(f"In “{column}”, “{value}” was read as “{kept}”.")
        if len(best) > _MOST_GROUPS:
            raise Problem(
                f"The column “{column}” has {len(best)} different values, too many for groups. "
                "Choose a column with a few groups, such as the threshold or the age band."
            )
        spellings.append(best)
    return spellings, notes
