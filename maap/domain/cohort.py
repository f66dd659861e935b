"""The cohort: which cases of an uploaded list may be drawn, and why each of the others may not."""

import hashlib
import json
import re
from collections import Counter, abc, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.grid import Grid, Line
from maap.domain.problems import Problem
from maap.domain.suspicion import Suspicion, identifies, masked, suspicious_columns
from maap.domain.written_dates import cell_date, spoken

__all__ = [
    *("Cohort", "CohortCase", "Eligibility", "Exclusion", "IdentifyingColumn", "Mapping", "NOT_RECORDED"),
    *("Suspicion", "WHOLE_COHORT", "label_of", "read_cohort", "suspicious_columns"),
]

NOT_RECORDED = "not recorded"
WHOLE_COHORT = "Whole cohort"
NO_REFERENCE = "There is no reference"
LISTED_BEFORE = "The same reference is listed more than once"
_TOTAL = re.compile(r"(grand |sub ?-?)?totals?\b.*", re.IGNORECASE)
_LONGEST_REFERENCE = 100
_MOST_GROUPS = 200


class IdentifyingColumn(Problem):
    """A mapped column holds something that tells who somebody is."""


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


class Eligibility(BaseModel):
    """Which cases may be drawn. A rule left at its default lets every case through."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    period_start: date | None = None
    period_end: date | None = None
    at_least_agencies: int = 0
    not_audited_since: date | None = None


@dataclass(frozen=True)
class CohortCase:
    """A case that may be drawn. `stratum` has one value for each stratum column; `row` is its row in the file."""

    reference: str
    stratum: tuple[str, ...]
    row: int

    @property
    def label(self) -> str:
        """The stratum in one text: CP / 5 to 11."""
        return label_of(self.stratum)


@dataclass(frozen=True)
class Exclusion:
    """A row that may not be drawn, and why, in words."""

    reference: str
    row: int
    reason: str


@dataclass(frozen=True)
class Cohort:
    """What was read. `sha256` is the same for the same content in any order of rows, file format and encoding.

    It is taken over the lines, sorted, of [reference, strata, last intervention, agencies, last audited] as JSON.
    """

    cases: tuple[CohortCase, ...]
    excluded: tuple[Exclusion, ...]
    sha256: str
    mapping: Mapping
    rules: Eligibility
    notes: tuple[str, ...] = ()

    @property
    def count(self) -> int:
        """Rows of the list that hold anything."""
        return len(self.cases) + len(self.excluded)

    @cached_property
    def population(self) -> abc.Mapping[str, int]:
        """Cases that may be drawn, for each stratum in alphabetical order."""
        return dict(sorted(Counter(case.label for case in self.cases).items()))


def label_of(stratum: Sequence[str]) -> str:
    """A stratum in one text; the whole cohort when there are no strata."""
    return " / ".join(stratum) or WHOLE_COHORT


@dataclass(frozen=True)
class _Row:
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


def read_cohort(grid: Grid, mapping: Mapping, rules: Eligibility) -> Cohort:
    """Sort the rows of a list into cases that may be drawn and rows that may not.

    A case listed twice counts once: as its eligible row, whichever comes first in the file. Raises IdentifyingColumn
    when a mapped column tells who somebody is, and Problem when a column is missing or a rule cannot be applied.
    """
    mapping = _located(grid, mapping)
    _refuse_rules_without_columns(mapping, rules)
    if suspicions := suspicious_columns(grid, mapping.columns):
        raise IdentifyingColumn(" ".join(suspicion.sentence for suspicion in suspicions))
    rows = _rows(grid, mapping)
    _refuse_unreadable_dates(rows, mapping)
    spelling, notes = _spellings(rows, mapping)
    cases, excluded = _sorted_out(rows, mapping, rules)
    return Cohort(
        tuple(CohortCase(row.reference, _respelled(row.stratum, spelling), row.number) for row in cases),
        tuple(sorted(excluded, key=lambda exclusion: exclusion.row)),
        hashlib.sha256("\n".join(sorted(row.line for row in rows)).encode()).hexdigest(),
        mapping,
        rules,
        (*grid.notes, *notes),
    )


def _located(grid: Grid, mapping: Mapping) -> Mapping:
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
        raise Problem("The same column is chosen twice. Choose a different column for the reference and for each group.")
    return found


def _refuse_rules_without_columns(mapping: Mapping, rules: Eligibility) -> None:
    if rules.period_start and rules.period_end and rules.period_start > rules.period_end:
        raise Problem("The audited period ends before it starts. Change one of the two dates.")
    needed = (
        (rules.period_start or rules.period_end, mapping.last_intervention, "the date of the last intervention"),
        (rules.at_least_agencies > 0, mapping.agencies, "the agencies that know the case"),
        (rules.not_audited_since, mapping.last_audited, "the date of the last audit"),
    )
    for rule, column, what in needed:
        if rule and not column:
            raise Problem(f"A rule needs {what}, but no column is chosen for it. Choose the column or drop the rule.")


def _rows(grid: Grid, mapping: Mapping) -> list[_Row]:
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
        _Row(
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


def _refuse_unreadable_dates(rows: Sequence[_Row], mapping: Mapping) -> None:
    columns = ((mapping.last_intervention, [row.intervention for row in rows]), (mapping.last_audited, [row.audited for row in rows]))
    for column, cells in columns:
        written = [text for text, _ in cells if text]
        unread = [text for text, day in cells if text and day is None]
        if len(unread) * 2 > len(written):
            raise Problem(
                f"The column “{column}” does not hold dates that can be read: {len(unread)} of {len(written)} cannot, "
                f"for example “{unread[0][:30]}”. Write dates as 31/03/2026 or choose another column."
            )


def _spellings(rows: Sequence[_Row], mapping: Mapping) -> tuple[list[dict[str, str]], list[str]]:
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


def _respelled(stratum: Sequence[str], spelling: Sequence[dict[str, str]]) -> tuple[str, ...]:
    return tuple(best[value.casefold()] for value, best in zip(stratum, spelling, strict=True))


def _sorted_out(rows: Iterable[_Row], mapping: Mapping, rules: Eligibility) -> tuple[list[_Row], list[Exclusion]]:
    listed: defaultdict[str, list[tuple[str, _Row]]] = defaultdict(list)
    excluded: list[Exclusion] = []
    for row in rows:
        reason = _unusable(row)
        if reason:
            safe = masked(row.reference) if identifies(row.reference) else row.reference[:_LONGEST_REFERENCE]
            excluded.append(Exclusion(safe, row.number, reason))
        else:
            listed[row.reference].append((_why_not(row, mapping, rules), row))
    cases: list[_Row] = []
    for reference, entries in listed.items():
        # The choice between rows of one case must not hang on their order in the file.
        (reason, chosen), *others = sorted(entries, key=lambda entry: (bool(entry[0]), entry[1].line, entry[1].number))
        excluded.extend(Exclusion(reference, row.number, LISTED_BEFORE) for _, row in others)
        if reason:
            excluded.append(Exclusion(reference, chosen.number, reason))
        else:
            cases.append(chosen)
    return cases, excluded


def _unusable(row: _Row) -> str:
    if not row.reference:
        return NO_REFERENCE
    if _TOTAL.fullmatch(row.reference):
        return "This row looks like a total, not a case"
    if len(row.reference) > _LONGEST_REFERENCE:
        return f"The reference is longer than {_LONGEST_REFERENCE} characters"
    kinds = [identifies(value) for value in (row.reference, *row.stratum)]
    return next((f"The row holds what looks like one of these: {kind}" for kind in kinds if kind), "")


def _why_not(row: _Row, mapping: Mapping, rules: Eligibility) -> str:
    if rules.period_start or rules.period_end:
        written, day = row.intervention
        if day is None:
            return "The date of the last intervention cannot be read" if written else "No date of an intervention is given"
        if rules.period_start and day < rules.period_start:
            return f"The last intervention was before {spoken(rules.period_start)}, when the audited period starts"
        if rules.period_end and day > rules.period_end:
            return f"The last intervention was after {spoken(rules.period_end)}, when the audited period ends"
    if row.agencies < rules.at_least_agencies:
        return f"Fewer than {rules.at_least_agencies} agencies know the case"
    written, day = row.audited
    if rules.not_audited_since and written and day is None:
        return "The date of the last audit cannot be read"
    if rules.not_audited_since and day and day >= rules.not_audited_since:
        return f"The case was audited on or after {spoken(rules.not_audited_since)}"
    return ""
