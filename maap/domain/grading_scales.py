"""A grading scale as an administrator types it in a table, one level a row."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from maap.domain.fitting import BadForm, fit, key_for, tidy
from maap.domain.questionnaire import Scale

LABELS = {"name": "Name", "direction": "Which number is better", "levels": "Levels"}
NEUTRAL = (
    ("not_applicable", "Not applicable", "This does not apply to this child, adult or family."),
    ("not_known", "Not known to us", "It applies, but our agency had no part in it and cannot say."),
    ("not_seen", "Not seen in file", "It should be in our file, but we found nothing about it."),
)
"""Answers of every scale that are counted by themselves: they mean three different things."""
_LEAST_RANKED = 2


def scale(current: Scale | None, typed: Mapping[str, Any], others: Mapping[str, str]) -> Scale:
    """The scale, checked. ``others``: key → name of every other scale. Raises BadForm.

    ``typed["levels"]`` has rows with place, value, label, description and rank; a new row has no value yet. A level
    keeps its value for good, because answers hold it.
    """
    rows = in_places(typed.get("levels") or ())
    levels = list(_levels(current, rows))
    name = str(tidy(typed.get("name") or ""))
    key = current.key if current else key_for(name, others)
    wrong = dict(_unfit(name, levels, others))
    if wrong:
        raise BadForm(wrong)
    return fit(Scale, {"key": key, "name": name, "direction": typed.get("direction"), "levels": levels}, LABELS)


def in_places(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows that hold anything, in the order of their places; those without a place come last."""
    kept = [tidy(row) for row in rows]
    kept = [row for row in kept if any(value not in (None, "") for field, value in row.items() if field != "place")]
    return sorted(kept, key=lambda row: float("inf") if row.get("place") is None else float(row["place"]))


def _levels(current: Scale | None, rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    taken = {level.value for level in current.levels} if current else set()
    taken |= {str(row["value"]) for row in rows if row.get("value")}
    for row in rows:
        label = str(row.get("label") or "")
        value = str(row.get("value") or "") or key_for(label, taken)
        taken.add(value)
        before = current.level(value) if current else None
        yield {
            "value": value,
            "label": label,
            "description": str(row.get("description") or ""),
            "rank": whole(row.get("rank")),
            "translations": dict(before.translations) if before and before.label == label else {},
        }


def whole(number: Any) -> Any:
    """A whole number that a table gives as 3.0; anything else as it is."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


def _unfit(name: str, levels: Sequence[Mapping[str, Any]], others: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not name:
        yield "name", "Name: write something here."
    if name.casefold() in {other.casefold() for other in others.values()}:
        yield "name", f"Name: there is already a scale called “{name}”. Choose another name."
    found = next(_wrong_levels(levels), "")
    if found:
        yield "levels", f"Levels: {found}"


def _wrong_levels(levels: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for number, level in enumerate(levels, start=1):
        if not level["label"]:
            yield f"row {number} has no label. Write what auditors will choose, for example Good."
        if level["rank"] is not None and not isinstance(level["rank"], int):
            yield f"row {number} ({level['label']}) has a worth that is not a whole number."
    labels = [str(level["label"]).casefold() for level in levels]
    for level in levels:
        if labels.count(str(level["label"]).casefold()) > 1:
            yield f"“{level['label']}” is there twice. Give each level its own label."
    ranks = {level["rank"]: level["label"] for level in reversed(levels) if level["rank"] is not None}
    for level in levels:
        if level["rank"] is not None and ranks[level["rank"]] != level["label"]:
            yield f"“{level['label']}” and “{ranks[level['rank']]}” have the same worth. Give each its own number."
    if len(ranks) < _LEAST_RANKED:
        yield "give at least two levels a worth. Without it no grade is better than another."
