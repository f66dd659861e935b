"""A return as a workbook to fill in without a network: what stands in each row, and which cells are answered in."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from maap.domain.asked_when import asked_when
from maap.domain.engine import Route, wording
from maap.domain.questionnaire import EVIDENCE, Question, Questionnaire, Section
from maap.domain.workbook_cells import Cell, cells

SEAL = "offline return"
"""The purpose of the key that return codes are signed with."""

HEADINGS = ("Question", "Guidance", "Your answer", "What in the file shows this?")
_AFTER = {"required": "", "wanted": " (answer if you can)", "optional": " (optional)"}


@dataclass(frozen=True)
class Row:
    """A row of a sheet. Without ``answer`` it is there to read."""

    label: str
    guidance: str = ""
    answer: Cell | None = None
    evidence: Cell | None = None
    style: Literal["title", "text", "headings", "question", "part"] = "question"


@dataclass(frozen=True)
class Sheet:
    """A section of the questionnaire."""

    title: str
    rows: tuple[Row, ...]
    evidence: bool
    """Whether any of its questions has an evidence box."""


class _Signed(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Seen(_Signed):
    """An answer as the workbook was made with it: its revision (0: none), and the digest of what its cells say."""

    revision: int
    digest: str


class Line(_Signed):
    """What stands in a row: the digest of its question, and the paths of the cells that are answered in."""

    label: str
    answer: str = ""
    evidence: str = ""


class Code(_Signed):
    """The return code: whose workbook this is, of which version, and how it was laid out. It travels signed."""

    audit: str
    case: str
    return_id: int
    form: str
    seen: dict[str, Seen]
    sheets: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True)
class ReturnWorkbook:
    """A whole workbook: words for its first sheet, then a sheet for each section."""

    title: str
    notes: tuple[str, ...]
    sheets: tuple[Sheet, ...]
    code: Code


@dataclass(frozen=True)
class Brought:
    """What came back in a workbook whose code is genuine: its code, and what each cell holds, by path."""

    code: Code
    cells: Mapping[str, object]


@dataclass(frozen=True)
class Page:
    """What a return's workbook is made from. ``themes``: each theme's name by its key."""

    form: Questionnaire
    route: Route
    answers: Mapping[str, object]
    themes: Mapping[str, str]


def digest(value: object) -> str:
    """A short fingerprint of an answer, or of words."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def label_digest(label: str) -> str:
    """The fingerprint of a row's words, whatever a spreadsheet does to their spaces."""
    return digest(" ".join(label.split()))


def sheets(page: Page) -> tuple[Sheet, ...]:
    """The whole questionnaire of an agency, also what is not asked yet: without a network nothing opens by itself."""
    return tuple(_sheet(section, page) for section in page.form.sections)


def lines(sheet: Sheet) -> tuple[Line, ...]:
    """A sheet's rows as they are signed."""
    return tuple(
        Line(
            label=label_digest(row.label),
            answer=row.answer.path if row.answer else "",
            evidence=row.evidence.path if row.evidence else "",
        )
        for row in sheet.rows
    )


def _sheet(section: Section, page: Page) -> Sheet:
    evidence = any(question.evidence for question in section.questions)
    head = [Row(section.title, style="title")]
    told = (section.guidance, asked_when(section.relevant, page.form))
    head += [Row(text, style="text") for text in told if text]
    head.append(Row(HEADINGS[0], HEADINGS[1], style="headings"))
    if section.optional:
        head += _rows(page.form.question(section.pick_id), page)
    body = [row for question in section.questions for row in _rows(question, page)]
    return Sheet(section.title, (*head, *body), evidence)


def _rows(question: Question, page: Page) -> Iterator[Row]:
    label = wording(question.label, page.form, page.route) + _AFTER[question.need]
    made = cells(question, page.answers.get(question.id), page.form, page.themes)
    evidence = None
    if question.evidence:
        box = page.form.question(question.id + EVIDENCE)
        evidence = cells(box, page.answers.get(box.id), page.form, page.themes)[0]
    guidance = "\n".join(_guidance(question, page.form))
    if len(made) == 1 and not made[0].label:
        yield Row(label, guidance, made[0], evidence)
        return
    yield Row(label, guidance, None, evidence)
    for cell in made:
        yield Row(cell.label, "", cell, style="part")


def _guidance(question: Question, form: Questionnaire) -> Iterator[str]:
    if question.guidance:
        yield question.guidance
    if question.good:
        yield f"What good looks like: {question.good}"
    if when := asked_when(question.relevant, form):
        yield when
    at_most = getattr(question, "max_words", None)
    if at_most:
        yield f"At most {at_most} words."
