"""A questionnaire as it was read from a file: the definition, what is wrong with it, and where each part stands."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from maap.domain.checking import problems
from maap.domain.findings import Finding
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire


@dataclass(frozen=True)
class Place:
    """Where a part stands: a line of a text file, or a row of a sheet with the column of each of its fields."""

    line: int | None = None
    sheet: str = ""
    row: int | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def of(self, finding: Finding) -> Finding:
        """The finding with this place written into it, where it has none."""
        column = finding.column or self.columns.get(finding.field, "")
        return replace(finding, line=self.line, sheet=self.sheet, row=self.row, column=column)


@dataclass(frozen=True)
class ReadForm:
    """`questionnaire` is None when the file cannot be one; `findings` then has an error."""

    questionnaire: Questionnaire | None
    findings: tuple[Finding, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def problems(self) -> tuple[Finding, ...]:
        """What reading and the form check found, with places, errors first."""
        found = list(self.findings)
        if self.questionnaire is not None:
            found += [self._placed(finding) for finding in problems(self.questionnaire)]
        return tuple(sorted(dict.fromkeys(found), key=lambda finding: finding.severity != "error"))

    def whole(self) -> Questionnaire:
        """The questionnaire, advice or not. Raises Problem with each error and its place when it cannot be used."""
        errors = [said(finding) for finding in self.problems() if finding.severity == "error"]
        if errors or self.questionnaire is None:
            raise Problem("\n".join(errors) or "The file holds no questionnaire. Choose another file.")
        return self.questionnaire

    def _placed(self, finding: Finding) -> Finding:
        place = self.places.get(finding.part)
        return finding if place is None else place.of(finding)


def said(finding: Finding) -> str:
    """A finding as a sentence that starts with its place."""
    if finding.line is not None:
        return f"Line {finding.line}: {finding.place}: {finding.message}"
    parts = [f"sheet “{finding.sheet}”" if finding.sheet else "", f"row {finding.row}" if finding.row else ""]
    parts.append(f"column “{finding.column}”" if finding.column else "")
    place = ", ".join(part for part in parts if part)
    words = f"{place}: {finding.message}" if place else f"{finding.place}: {finding.message}"
    return words[:1].upper() + words[1:]


def built(data: Mapping[str, Any], places: Mapping[str, Place]) -> ReadForm:
    """The questionnaire that plain data describes; what does not fit becomes findings."""
    try:
        return ReadForm(Questionnaire.model_validate(data), places=places)
    except ValidationError as error:
        return ReadForm(None, tuple(_unfit(error, data, places)), places)


def _unfit(error: ValidationError, data: Mapping[str, Any], places: Mapping[str, Place]) -> Iterator[Finding]:
    for detail in error.errors(include_url=False):
        part, where = _part(data, detail["loc"])
        name = f"“{part}”" if part else "The questionnaire"
        finding = Finding("error", name, _sentence(detail), part, where)
        yield places[part].of(finding) if part in places else finding


def _part(data: object, steps: Sequence[int | str]) -> tuple[str, str]:
    """The id of the innermost section or question on the way, and the last field named."""
    part, where = "", ""
    for step in steps:
        if isinstance(data, Mapping) and step in data:
            data, where = data[step], str(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        elif isinstance(step, str) and not isinstance(data, Mapping):
            where = step if isinstance(data, list) else where
        elif isinstance(step, str):
            where = step
        if isinstance(data, Mapping) and isinstance(data.get("id"), str):
            part = data["id"]
    return part, where


def _sentence(detail: ErrorDetails) -> str:
    where, given = str(detail["loc"][-1]) if detail["loc"] else "", detail["input"]
    shown = f"“{str(given)[:60]}”"
    match detail["type"]:
        case "missing":
            return f"“{where}” is missing. Add it."
        case "extra_forbidden":
            return f"“{where}” is not known here. Correct the word or take it out."
        case "string_pattern_mismatch":
            return f"{shown} cannot be an id or value. Use small letters, digits and underscores, like an_id_1."
        case "union_tag_invalid" | "union_tag_not_found":
            return f"It has no kind, or one that is not known here. Use one of: {_kinds(detail)}."
        case "string_too_short" | "too_short":
            return f"“{where}” is empty. Fill it in."
        case "string_too_long":
            return f"“{where}” is too long. Shorten it to {detail.get('ctx', {}).get('max_length', 8000)} characters."
        case _:
            return f"“{where}” cannot be {shown}: {detail['msg'].lower()}."


def _kinds(detail: ErrorDetails) -> str:
    return str(detail.get("ctx", {}).get("expected_tags", "choice, yes_no, grade, text")).replace("'", "")
