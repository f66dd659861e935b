"""Two versions of terms of reference: what changed, in words."""

from dataclasses import dataclass

from maap.domain.terms.document import Terms, label_of
from maap.domain.terms.names import NOBODY, Names
from maap.domain.terms.steps import STEPS
from maap.domain.terms.wording import in_full


@dataclass(frozen=True)
class Difference:
    """One change, ready to read. `before` is empty for something added, `after` for something taken out."""

    field: str
    before: str
    after: str


def changed(old: Terms, new: Terms, names: Names = NOBODY) -> tuple[Difference, ...]:
    """Every change from one version to the next, in the order of the task list, item by item inside lists."""
    found: list[Difference] = []
    for field in (field for step in STEPS for field in step.fields):
        if getattr(old, field) == getattr(new, field):
            continue
        before, after = in_full(field, old, names), in_full(field, new, names)
        for item in dict.fromkeys((*before, *after)):
            label = f"{label_of(field)}: {item}" if item else label_of(field)
            found.append(Difference(label, before.get(item, ""), after.get(item, "")))
    return tuple(one for one in found if one.before != one.after)
