"""The cohort: which cases of an uploaded list may be drawn, and why each of the others may not."""

import hashlib
from collections import Counter, abc, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from maap.domain.eligibility import (
    LONGEST_REFERENCE,
    Eligibility,
    identifying_values,
    refuse_rules_without_columns,
    unusable,
    why_not,
)
from maap.domain.grid import Grid
from maap.domain.listing import NOT_RECORDED, Mapping, Row, located, refuse_unreadable_dates, rows_of, spellings_of
from maap.domain.problems import Problem
from maap.domain.suspicion import Suspicion, masked, suspicious_columns

__all__ = [
    "NOT_RECORDED",
    "WHOLE_COHORT",
    "Cohort",
    "CohortCase",
    "Eligibility",
    "Exclusion",
    "IdentifyingColumn",
    "Mapping",
    "Suspicion",
    "label_of",
    "read_cohort",
    "suspicious_columns",
]

WHOLE_COHORT = "Whole cohort"
LISTED_BEFORE = "The same reference is listed more than once"


class IdentifyingColumn(Problem):
    """A mapped column holds something that tells who somebody is."""


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


def read_cohort(grid: Grid, mapping: Mapping, rules: Eligibility) -> Cohort:
    """Sort the rows of a list into cases that may be drawn and rows that may not.

    A case listed twice counts once: as its eligible row, whichever comes first in the file. Raises IdentifyingColumn
    when a mapped column tells who somebody is, and Problem when a column is missing or a rule cannot be applied.
    """
    mapping = located(grid, mapping)
    refuse_rules_without_columns(mapping, rules)
    if suspicions := suspicious_columns(grid, mapping.columns):
        raise IdentifyingColumn(" ".join(suspicion.sentence for suspicion in suspicions))
    rows = rows_of(grid, mapping)
    refuse_unreadable_dates(rows, mapping)
    spelling, notes = spellings_of(rows, mapping)
    cases, excluded = _sorted_out(rows, rules)
    return Cohort(
        tuple(CohortCase(row.reference, _respelled(row.stratum, spelling), row.number) for row in cases),
        tuple(sorted(excluded, key=lambda exclusion: exclusion.row)),
        hashlib.sha256("\n".join(sorted(row.line for row in rows)).encode()).hexdigest(),
        mapping,
        rules,
        (*grid.notes, *notes),
    )


def _respelled(stratum: Sequence[str], spelling: Sequence[dict[str, str]]) -> tuple[str, ...]:
    return tuple(best[value.casefold()] for value, best in zip(stratum, spelling, strict=True))


def _sorted_out(rows: Sequence[Row], rules: Eligibility) -> tuple[list[Row], list[Exclusion]]:
    listed: defaultdict[str, list[tuple[str, Row]]] = defaultdict(list)
    excluded: list[Exclusion] = []
    identifying = identifying_values(rows)
    for row in rows:
        if reason := unusable(row, identifying):
            shown = masked(row.reference) if row.reference in identifying else row.reference[:LONGEST_REFERENCE]
            excluded.append(Exclusion(shown, row.number, reason))
        else:
            listed[row.reference].append((why_not(row, rules), row))
    cases: list[Row] = []
    for reference, entries in listed.items():
        # The choice between rows of one case must not hang on their order in the file.
        (reason, chosen), *others = sorted(entries, key=lambda entry: (bool(entry[0]), entry[1].line, entry[1].number))
        excluded.extend(Exclusion(reference, row.number, LISTED_BEFORE) for _, row in others)
        if reason:
            excluded.append(Exclusion(reference, chosen.number, reason))
        else:
            cases.append(chosen)
    return cases, excluded
