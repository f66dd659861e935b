"""The parts of a questionnaire that have words, and the one way to say all of them otherwise."""

from collections.abc import Callable
from typing import Any

from maap.domain.questions import Definition

WITHIN = ("sections", "questions", "options", "rows", "scales", "levels")
"""The fields in which parts hold others."""


def reworded(part: Definition, change: Callable[[Definition, Definition], dict[str, Any]]) -> dict[str, Any]:
    """All that is within a part, in other words: what each field holds then.

    ``change``: a part, and the one that holds it → the fields of it that change.
    """

    def changed(one: Definition) -> Definition:
        return one.model_copy(update=reworded(one, change) | change(one, part))

    fields = [name for name in WITHIN if name in type(part).model_fields]
    return {name: tuple(map(changed, getattr(part, name))) for name in fields}
