"""The answers of an XLSForm: its choices sheet, and the scales a grade or matrix is answered on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from maap.domain.findings import Finding
from maap.domain.questionnaire import YES_NO, Scale
from maap.outside.questionnaires.xlsform_columns import AUDIT, SCORE, language_code
from maap.outside.questionnaires.xlsform_names import Names
from maap.outside.questionnaires.xlsform_rows import Book, Row
from maap.outside.questionnaires.xlsform_tree import left_out, wrong

Data = dict[str, Any]
_NEUTRAL = {"not_applicable", "not_known", "not_seen", "na", "n_a"}


@dataclass
class Lists:
    """Options by list name, and scales by key; both as plain data."""

    options: Mapping[str, list[Data]]
    scales: dict[str, Data]
    findings: list[Finding]

    def scale_for(self, key: str, list_name: str, row: Row) -> str:
        """The key of the scale a graded question names; made from its list when the workbook does not define it."""
        wanted = key or re.sub(r"^scale_", "", list_name)
        wanted = re.sub(r"[^a-z0-9]+", "_", wanted.lower()).strip("_") or "scale"
        if wanted not in self.scales and list_name in self.options:
            self.scales[wanted] = _ranked(wanted, self.options[list_name])
            self.findings.append(
                left_out(
                    row,
                    "type",
                    f"The scale “{wanted}” was made from its list, best first. Check the ranks.",
                )
            )
        return wanted


def lists(book: Book, names: Names, known: Iterable[Scale]) -> Lists:
    """Every list of the workbook. Scales come from its own sheet, then from those the partnership has."""
    options: dict[str, list[Data]] = {}
    findings: list[Finding] = []
    for row in book.choices:
        if not row["list_name"] or not row["name"]:
            missing = "name" if row["list_name"] else "list_name"
            findings.append(wrong(row, missing, f"The answer has no {missing}. Fill in the cell, or remove the row."))
            continue
        option: Data = {"value": names.value(row["name"]), "label": row["label"] or row["name"]}
        option |= {"translations": translated(row, "label", findings)} | _score(row, findings)
        options.setdefault(row["list_name"], []).append(option)
        findings += [
            left_out(row, column, f"“{column}” has no place here, so it was left out.")
            for column in row.cells
            if column not in ("list_name", "name", "label", SCORE) and not column.startswith(AUDIT)
        ]
    scales: dict[str, Data] = {scale.key: scale.model_dump() for scale in known} if not book.scales else {}
    for row in book.scales:
        _level(row, scales, findings)
    return Lists(options, scales, findings)


def _score(row: Row, findings: list[Finding]) -> Data:
    text = row[SCORE]
    try:
        return {"score": float(text)} if text else {}
    except ValueError:
        findings.append(wrong(row, SCORE, f"“{text}” is not a number. Enter the score in figures."))
        return {}


def _level(row: Row, scales: dict[str, Data], findings: list[Finding]) -> None:
    if not row["key"] or not row["value"]:
        findings.append(wrong(row, "key", "A level needs the key of its scale and a value. Fill in both."))
        return
    scale = scales.setdefault(
        row["key"], {"key": row["key"], "name": row["name"], "direction": row["direction"], "levels": []}
    )
    level: Data = {"value": row["value"], "label": row["label"], "description": row["description"]}
    scale["levels"].append(level | {"rank": row["rank"] or None, "translations": translated(row, "label", findings)})


def _ranked(key: str, options: list[Data]) -> Data:
    graded = [option for option in options if option["value"] not in _NEUTRAL]
    levels = [
        {
            "value": option["value"],
            "label": option["label"],
            "translations": option["translations"],
            "rank": len(graded) - graded.index(option) if option in graded else None,
        }
        for option in options
    ]
    return {"key": key, "name": key.replace("_", " ").capitalize(), "direction": "higher_is_better", "levels": levels}


def translated(row: Row, column: str, findings: list[Finding]) -> dict[str, str]:
    """A text in its other languages, by code."""
    texts: dict[str, str] = {}
    for language, text in row.translations.get(column, {}).items():
        code = language_code(language)
        if code:
            texts[code] = text
        else:
            findings.append(
                left_out(row, column, f"The language “{language}” has no code, so it was left out. Write “Welsh (cy)”.")
            )
    return texts


def is_yes_no(options: list[Data]) -> bool:
    """Whether a list is yes and no, perhaps with our own further answers, all in our words."""
    if [option["value"] for option in options[:2]] != ["yes", "no"]:
        return False
    plain = not any(option["translations"] or "score" in option for option in options)
    return plain and all(YES_NO.get(option["value"], "").casefold() == option["label"].casefold() for option in options)
