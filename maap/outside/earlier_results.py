"""Results of earlier audits out of a form that somebody filled in: YAML, or a table as CSV or XLSX."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from maap.domain.earlier import EarlierAudit, Grades, Theme
from maap.domain.problems import Problem
from maap.domain.uploads import EARLIER
from maap.outside.entries import in_a_sentence
from maap.outside.located import Located, Place, yaml_in
from maap.outside.spreadsheets import Grid, read_table

LARGEST_FILE = EARLIER.largest
"""Bytes. A form of fifty audits has some 100 KB."""
_LARGEST_YAML = 400_000
_MOST_SHOWN, _MOST_AUDITS = 8, 200
_FACTS = {
    "Audit": "audit",
    "Title": "title",
    "Year": "year",
    "Unit": "unit",
    "N": "n",
    "Cases": "cases",
    "Compared with": "compared_with",
    "Scale": "scale",
    "Source": "source",
}
_THEME = {
    "Name": "theme",
    "Label": "label",
    "Polarity": "polarity",
    "Count": "count",
    "Percentage": "percentage",
    "Theme cases": "cases",
    "Direction": "direction",
    "Still open": "still_open",
    "Then": "then",
    "Improved": "improved",
    "Still to do": "still_to_do",
}
_GRADE = {"Name": "domain", "By": "by", "Question": "question", "Level": "level", "Count": "counts"}
COLUMNS = tuple(dict.fromkeys((*_FACTS, "What", "Name", "By", "Level", "Count", "Percentage", "Question", *_THEME)))
"""The headings of the form as a table."""


def read_results(name: str, data: bytes) -> tuple[EarlierAudit, ...]:
    """The audits in a filled-in form. Raises Problem with a sentence for each fault: file, line or row and column."""
    if len(data) > LARGEST_FILE:
        raise Problem(
            f"{name} is larger than 1 MB. A form with results is far smaller: check that it is the right one."
        )
    table = name.lower().endswith((".csv", ".xlsx", ".tsv")) or data[:4] == b"PK\x03\x04"
    audits, faults = _from_table(read_table(name, data), name) if table else _from_yaml(name, data)
    if not faults and not audits:
        faults = [f"{name}: there is no audit in this form. Fill in at least one."]
    keys = [audit.audit for audit in audits]
    faults += [f"{name}: “{key}” is there twice. Give each audit its own reference." for key in _twice(keys)]
    if faults:
        more = f" There are {len(faults) - _MOST_SHOWN} more." if len(faults) > _MOST_SHOWN else ""
        raise Problem("\n".join(faults[:_MOST_SHOWN]) + more)
    return tuple(audits)


def _twice(keys: Sequence[str]) -> list[str]:
    return sorted({key for key in keys if keys.count(key) > 1})


def _from_yaml(name: str, data: bytes) -> tuple[list[EarlierAudit], list[str]]:
    file = _located(name, data)
    if file.problems:
        return [], [str(problem) for problem in file.problems]
    rows = file.data.get("audits") if isinstance(file.data, dict) else None
    if not isinstance(rows, list) or len(rows) > _MOST_AUDITS:
        return [], [f"{name}: this form needs a list called “audits” with at most {_MOST_AUDITS} entries."]
    audits, faults = [], []
    for number, row in enumerate(rows):
        try:
            audits.append(EarlierAudit.model_validate(row))
        except ValidationError as error:
            for fault in error.errors():
                place: Place = ("audits", number, *fault["loc"])
                faults.append(str(file.problem(place, _said(fault))))
    return audits, faults


def _located(name: str, data: bytes) -> Located:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Problem(f"{name} is not text. Fill in the form as YAML, CSV or XLSX, and save it as UTF-8.") from None
    if len(text) > _LARGEST_YAML:
        raise Problem(f"{name} is too long for one form. Share the audits out over several files.")
    try:
        if any(isinstance(token, yaml.AnchorToken | yaml.AliasToken) for token in yaml.scan(text, yaml.SafeLoader)):
            raise Problem(
                f"{name} uses anchors (&) or aliases (*), which this form does not need. Write the values out."
            )
    except yaml.YAMLError:
        pass  # the reader below says where
    return yaml_in(name, text)


def _said(fault: ErrorDetails) -> str:
    place, kind = fault["loc"], fault["type"]
    if kind == "value_error":
        sentence = str(fault["msg"]).removeprefix("Value error, ")
        return sentence[:1].upper() + sentence[1:]
    if kind.startswith(("int_", "float_", "greater_", "less_")):
        return f"“{fault['input']}” is not a number that fits “{place[-1]}”. Write a whole number, nought or more."
    models: dict[str, type[BaseModel]] = {"grades": Grades, "themes": Theme}
    return in_a_sentence(fault, models.get(str(place[0]), EarlierAudit) if place else EarlierAudit)


@dataclass
class _Gathered:
    """One audit while its rows are read, and the row from which each part came."""

    facts: dict[str, Any]
    row: int
    grades: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    themes: list[dict[str, Any]] = field(default_factory=list)
    rows: dict[Place, int] = field(default_factory=dict)


def _from_table(grid: Grid, name: str) -> tuple[list[EarlierAudit], list[str]]:
    missing = [heading for heading in ("Audit", "Title", "Year", "What", "Name") if grid.position(heading) is None]
    if missing:
        listed = ", ".join(f"“{heading}”" for heading in missing)
        return [], [f"{name}: the column {listed} is missing. Start from the empty form, which has every column."]
    gathered: dict[str, _Gathered] = {}
    faults: list[str] = []
    key = ""
    for number, cells in _lines(grid):
        key = cells.get("Audit") or key
        faults += [f"{name}, {fault}" for fault in _gather(gathered, key, number, cells)]
    audits = []
    for one in gathered.values():
        try:
            audits.append(EarlierAudit.model_validate(_whole(one)))
        except ValidationError as error:
            faults += [f"{name}, {_in_table(one, fault)}" for fault in error.errors()]
    return audits, faults


def _lines(grid: Grid) -> Iterator[tuple[int, dict[str, str]]]:
    places = {heading: at for heading in COLUMNS if (at := grid.position(heading)) is not None}
    for number, row in enumerate(grid.rows, start=grid.first_row_number):
        cells = {heading: row[at].strip() for heading, at in places.items() if row[at].strip()}
        if cells:
            yield number, cells


def _gather(gathered: dict[str, _Gathered], key: str, number: int, cells: Mapping[str, str]) -> Iterator[str]:
    if not key:
        yield f"row {number}, column Audit: write the reference of the audit, for example MACFA 2021-1."
        return
    facts = {name: cells[heading] for heading, name in _FACTS.items() if heading in cells} | {"audit": key}
    one = gathered.setdefault(key, _Gathered(dict(facts), number))
    for heading, name in _FACTS.items():
        if name in facts and one.facts.setdefault(name, facts[name]) != facts[name]:
            yield f"row {number}, column {heading}: “{facts[name]}” differs from “{one.facts[name]}” above."
    match cells.get("What", "").casefold():
        case "theme":
            values = {name: cells[heading] for heading, name in _THEME.items() if heading in cells}
            one.rows[("themes", len(one.themes))] = number
            one.themes.append(_without_signs(values))
        case "grade":
            yield from _gather_grade(one, number, cells)
        case "":
            pass  # a row with the facts of an audit only
        case other:
            yield f"row {number}, column What: “{other}” is not known. Write “grade” or “theme”."


def _gather_grade(one: _Gathered, number: int, cells: Mapping[str, str]) -> Iterator[str]:
    if "Level" not in cells:
        yield f"row {number}, column Level: write the level that was given, as it is named in the scale."
        return
    domain, by = cells.get("Name", ""), cells.get("By", "agencies").casefold()
    fresh = (domain, by) not in one.grades
    grades = one.grades.setdefault((domain, by), {"domain": domain or "overall", "by": by})
    if fresh:
        one.rows[("grades", len(one.grades) - 1)] = number
    if "Question" in cells:
        grades["question"] = cells["Question"]
    for heading, name in (("Count", "counts"), ("Percentage", "percentages")):
        if heading in cells:
            levels = grades.setdefault(name, {})
            if cells["Level"] in levels:
                yield f"row {number}, column Level: “{cells['Level']}” is there twice for this domain."
            levels[cells["Level"]] = cells[heading].rstrip("% ")
            one.rows[("grades", len(one.grades) - 1, name, cells["Level"])] = number


def _without_signs(values: dict[str, str]) -> dict[str, str]:
    small = {name: values[name].casefold() for name in ("polarity", "direction", "still_open") if name in values}
    return values | small | ({"percentage": values["percentage"].rstrip("% ")} if "percentage" in values else {})


def _whole(one: _Gathered) -> dict[str, Any]:
    facts = dict(one.facts)
    if "scale" in facts:
        facts["scale"] = [level.strip() for level in str(facts["scale"]).split(">")]
    return facts | {"grades": list(one.grades.values()), "themes": one.themes}


def _in_table(one: _Gathered, fault: ErrorDetails) -> str:
    place = fault["loc"]
    row = next((one.rows[place[:size]] for size in range(len(place), 1, -1) if place[:size] in one.rows), one.row)
    return f"row {row}{_column(place)}: {_said(fault)}"


def _column(place: Place) -> str:
    if not place:
        return ""
    of = _THEME if place[0] == "themes" else _GRADE if place[0] == "grades" else _FACTS
    heading = next((heading for heading, name in of.items() if name == place[min(2, len(place) - 1)]), "")
    heading = "Percentage" if "percentages" in place else heading
    return f", column {heading}" if heading else ""
