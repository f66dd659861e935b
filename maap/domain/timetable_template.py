"""The timetable template as an administrator types it in a table, one step a row."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from maap.domain.fitting import BadForm, fit, key_for, tidy
from maap.domain.grading_scales import whole
from maap.domain.partnership import TimetableStep

LABELS = MappingProxyType(
    {"name": "Step", "week": "Week", "working_days": "Then working days", "lasts": "Lasts", "who": "Who"}
)
KEPT = frozenset({"returns_open", "returns_due", "panel"})
"""Steps from which reminders and lateness are counted. They may be renamed and moved, not taken out."""
_DAYS_OF_A_WEEK = 5


def template(current: Sequence[TimetableStep], rows: Sequence[Mapping[str, Any]]) -> tuple[TimetableStep, ...]:
    """The steps, checked and put in the order of their dates. Raises BadForm.

    A row has key, name, week, working_days, lasts and who; a new row has no key yet.
    """
    typed = [row for row in map(tidy, rows) if any(value not in (None, "") for value in row.values())]
    taken = {step.key for step in current} | {str(row["key"]) for row in typed if row.get("key")}
    wrong: list[str] = []
    steps: list[TimetableStep] = []
    for number, row in enumerate(typed, start=1):
        try:
            steps.append(_step(row, taken))
        except BadForm as bad:
            wrong += [f"Row {number}{_named(row)}. {sentence}" for sentence in bad.sentences.values()]
    wrong += _missing(current, steps) if not wrong else []
    if wrong:
        raise BadForm({str(number): sentence for number, sentence in enumerate(wrong)})
    return tuple(sorted(steps, key=lambda step: step.week * _DAYS_OF_A_WEEK + step.working_days))


def _step(row: Mapping[str, Any], taken: set[str]) -> TimetableStep:
    key = str(row.get("key") or "") or key_for(str(row.get("name") or ""), taken)
    taken.add(key)
    numbers = {field: whole(row.get(field)) for field in ("week", "working_days", "lasts")}
    return fit(
        TimetableStep,
        {
            "key": key,
            "name": row.get("name") or "",
            "week": numbers["week"],
            "working_days": numbers["working_days"] or 0,
            "lasts": numbers["lasts"] or 0,
            "who": row.get("who") or "",
        },
        LABELS,
    )


def _named(row: Mapping[str, Any]) -> str:
    return f" ({row['name']})" if row.get("name") else ""


def _missing(current: Sequence[TimetableStep], steps: Sequence[TimetableStep]) -> Iterator[str]:
    kept = {step.key for step in steps}
    for step in current:
        if step.key in KEPT - kept:
            yield (
                f"“{step.name}” must stay: reminders and lateness are counted from it. Put it back with “Undo my"
                " changes”; you may rename it or move it."
            )
    if not steps:
        yield "The timetable needs at least one step."
