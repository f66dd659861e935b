"""Configuration data as domain values; what does not fit becomes a sentence with its line, and reading goes on."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from maap.outside.located import ConfigProblem, Place, read

Model = TypeVar("Model", bound=BaseModel)


class Reading:
    """One file while it is being read, and what was found wrong in it so far."""

    def __init__(self, folder: Path, name: str) -> None:
        self.file = read(folder, name)
        self.problems: list[ConfigProblem] = list(self.file.problems)

    def wrong(self, place: Place, message: str) -> None:
        """Note a problem with the value at that place."""
        self.problems.append(self.file.problem(place, message))

    def rows(self, place: Place) -> list[tuple[Place, Any]]:
        """The items of the list at that place, each with its own place; none when there is no list."""
        data = self.file.data
        for step in place:
            data = data.get(step) if isinstance(data, dict) else data[int(step)] if isinstance(data, list) else None
        if not isinstance(data, list) or not data:
            if self.file.data is not None or not self.problems:
                self.wrong(place, f"This file needs a list called “{place[-1]}”. See the one that was shipped.")
            return []
        return [((*place, number), row) for number, row in enumerate(data)]

    def value(self, model: type[Model], data: object, place: Place) -> Model | None:
        """The data as a domain value; None, with every problem noted, when it does not fit."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for detail in error.errors():
                self.wrong((*place, *detail["loc"]), in_a_sentence(detail, model))
            return None

    def entries(self, model: type[Model], under: str) -> list[tuple[Place, Model]]:
        """Every item of a list that fits the model, with its place; an item whose key is taken is noted."""
        found = [(place, self.value(model, row, place)) for place, row in self.rows((under,))]
        entries = [(place, entry) for place, entry in found if entry is not None]
        self.refuse_doubles([(place, str(getattr(entry, "key", ""))) for place, entry in entries])
        return entries

    def refuse_doubles(self, keys: Sequence[tuple[Place, str]]) -> None:
        """Note every key that an earlier item has already."""
        seen: set[str] = set()
        for place, key in keys:
            if key in seen:
                self.wrong((*place, "key"), f"The key “{key}” is used twice. Give each its own.")
            seen.add(key)


def in_a_sentence(detail: ErrorDetails, model: type[BaseModel]) -> str:
    """What Pydantic found, as a sentence that says what to do."""
    field = str(detail["loc"][-1]) if detail["loc"] else "this entry"
    match detail["type"]:
        case "missing":
            return f"“{field}” is missing here. Add it."
        case "extra_forbidden":
            known = ", ".join(model.model_fields)
            return f"“{field}” is not known here. Check its spelling, or take it out. Known are: {known}."
        case "string_type":
            return f"“{field}” must be text. Put it in quotation marks."
        case "string_too_short":
            return f"“{field}” is empty. Write something there."
        case "string_pattern_mismatch" if field in ("key", "group"):
            return f"“{detail['input']}” cannot be a key. Use small letters, digits and underscores, a letter first."
        case "model_type" | "model_attributes_type":
            return "This entry must have a name and a value on each line, like the others in this file."
    return f"“{field}” does not fit: {detail['msg'][:1].lower()}{detail['msg'][1:]}. Change it."
