"""An audit's timetable seen from today: what is done, late, next and still to come."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from maap.domain.audit import Stage, has_reached
from maap.domain.standing import Standing
from maap.domain.timetable import Holidays, Milestone, ends


class When(StrEnum):
    """Where a milestone lies. `PASSED` is said of steps whose doing leaves no trace in the audit."""

    DONE = "done"
    PASSED = "passed"
    LATE = "late"
    NEXT = "next"
    TO_COME = "to come"


@dataclass(frozen=True)
class Dated:
    """A milestone with its last day."""

    name: str
    on: date
    until: date
    who: str
    when: When


_PROVED_BY: dict[str, Stage] = {
    "terms_signed": Stage.AGREED,
    "cohort": Stage.FIELDWORK,
    "sample": Stage.FIELDWORK,
    "returns_open": Stage.FIELDWORK,
    "returns_due": Stage.PANEL,
    "completeness": Stage.PANEL,
    "panel": Stage.REPORTING,
    "draft_report": Stage.PUBLISHED,
    "report_signed": Stage.PUBLISHED,
    "briefing": Stage.PUBLISHED,
}
"""A milestone's key → the stage that an audit can only have reached when it was done. The others leave no trace."""


def timeline(milestones: Sequence[Milestone], standing: Standing, today: date, holidays: Holidays) -> tuple[Dated, ...]:
    """Every milestone in its order. The first that is still open and not late is the next one."""
    return tuple(_dated(milestones, standing, today, holidays))


def _dated(milestones: Sequence[Milestone], standing: Standing, today: date, holidays: Holidays) -> Iterator[Dated]:
    next_is_known = False
    for milestone in milestones:
        until = ends(milestone, holidays)
        when = _when(milestone.key, until, standing, today)
        if when is When.TO_COME and not next_is_known:
            when, next_is_known = When.NEXT, True
        yield Dated(milestone.name, milestone.on, until, milestone.who, when)


def _when(key: str, until: date, standing: Standing, today: date) -> When:
    proof = _PROVED_BY.get(key)
    if (proof and has_reached(standing.stage, proof)) or _already(key, standing):
        return When.DONE
    if until >= today:
        return When.TO_COME
    return When.LATE if proof else When.PASSED


def _already(key: str, standing: Standing) -> bool:
    """Whether the counts show a step done before its stage is left."""
    if key == "cohort":
        return standing.has_cohort
    if key == "sample":
        return standing.has_sample
    return key == "returns_due" and standing.returns > 0 and not standing.outstanding
