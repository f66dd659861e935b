"""Which rows of a list may be drawn, and the reason in words why another may not."""

import re
from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from maap.domain.listing import Mapping, Row
from maap.domain.problems import Problem
from maap.domain.sentences import counted
from maap.domain.suspicion import identifies
from maap.domain.written_dates import spoken

NO_REFERENCE = "There is no reference"
LONGEST_REFERENCE = 100
_TOTAL = re.compile(r"(grand |sub ?-?)?totals?\b.*", re.IGNORECASE)


class Eligibility(BaseModel):
    """Which cases may be drawn. A rule left at its default lets every case through."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    period_start: date | None = None
    period_end: date | None = None
    at_least_agencies: int = 0
    not_audited_since: date | None = None
    drawn_before: tuple[str, ...] = ()
    """References of this list that other audits of the partnership drew since ``not_audited_since``."""


def refuse_rules_without_columns(mapping: Mapping, rules: Eligibility) -> None:
    """Raises Problem when a rule has no column to look at, or the period ends before it starts."""
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


def identifying_values(rows: Sequence[Row]) -> dict[str, str]:
    """References and groups that are surely somebody's identifier, each with what it is."""
    values = {value for row in rows for value in (row.reference, *row.stratum)}
    return {value: kind for value in values if (kind := identifies(value))}


def unusable(row: Row, identifying: dict[str, str]) -> str:
    """Why a row is no case at all; empty when it is one."""
    if not row.reference:
        return NO_REFERENCE
    if _TOTAL.fullmatch(row.reference):
        return "This row looks like a total, not a case"
    if len(row.reference) > LONGEST_REFERENCE:
        return f"The reference is longer than {LONGEST_REFERENCE} characters"
    kinds = (identifying.get(value) for value in (row.reference, *row.stratum))
    return next((f"The row holds what looks like one of these: {kind}" for kind in kinds if kind), "")


def why_not(row: Row, rules: Eligibility) -> str:
    """Why a case may not be drawn; empty when it may."""
    if row.reference in rules.drawn_before:
        return "The case was drawn for another audit here not long ago"
    return _outside_period(row, rules) or _too_few_agencies(row, rules) or _audited_lately(row, rules)


def _outside_period(row: Row, rules: Eligibility) -> str:
    start, end = rules.period_start, rules.period_end
    if not start and not end:
        return ""
    written, day = row.intervention
    if day is None:
        return "The date of the last intervention cannot be read" if written else "No date of an intervention is given"
    if start and day < start:
        return f"The last intervention was before {spoken(start)}, when the audited period starts"
    if end and day > end:
        return f"The last intervention was after {spoken(end)}, when the audited period ends"
    return ""


def _too_few_agencies(row: Row, rules: Eligibility) -> str:
    few = row.agencies < rules.at_least_agencies
    return f"Fewer than {counted(rules.at_least_agencies, 'agency knows', 'agencies know')} the case" if few else ""


def _audited_lately(row: Row, rules: Eligibility) -> str:
    written, day = row.audited
    if not rules.not_audited_since or not written:
        return ""
    if day is None:
        return "The date of the last audit cannot be read"
    late = day >= rules.not_audited_since
    return f"The case was audited on or after {spoken(rules.not_audited_since)}" if late else ""
