"""A document as PDF that passes PDF/UA-1: tagged, with a language, a title, and words for every chart."""

import json
from io import BytesIO
from pathlib import Path
from typing import Any

import typst
from pypdf import PdfReader

from maap.domain.documents import Chart, Document, Kind, Table
from maap.domain.marks import about_mark
from maap.domain.problems import Problem
from maap.domain.written_dates import spoken
from maap.reports.columns import lengths
from maap.reports.letters import drawable
from maap.reports.pictures import FONTS, svg

MOST_SIDES = 2
"""Of a briefing."""
_PAPER = Path(__file__).with_name("paper.typ")
_SIZES = {Kind.BRIEFING: (11.5, 11, 10.5, 10, 9.5, 9)}
_ORDINARY = (10.5,)


class TooLong(Problem):
    """A briefing that does not fit onto its two sides in letters that people can read."""

    def __init__(self, sides: int) -> None:
        super().__init__(
            f"The briefing is {sides} sides long; it may have {MOST_SIDES}. Shorten its longest parts and try again."
        )


def pdf(document: Document) -> bytes:
    """The PDF. Raises TooLong for a briefing that does not fit."""
    made, sides = b"", 0
    for size in _SIZES.get(document.kind, _ORDINARY):
        made = _made(document, size)
        if document.kind is not Kind.BRIEFING:
            return made
        sides = len(PdfReader(BytesIO(made)).pages)
        if sides <= MOST_SIDES:
            return made
    raise TooLong(sides)


def _made(document: Document, size: float) -> bytes:
    document = Document.model_validate(drawable(document.model_dump()))
    told = document.model_dump(mode="json", exclude={"parts"}) | {
        "as_at": spoken(document.as_at.date()),
        "mark": about_mark(document.mark) if document.mark else "",
        "size": size,
        "dense": document.kind is Kind.BRIEFING,
        "parts": [{"title": part.title, "blocks": [_block(one) for one in part.blocks]} for part in document.parts],
    }
    return typst.compile(
        _PAPER,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"document": json.dumps(told)},
        pdf_standards=["ua-1"],
        timestamp=int(document.as_at.timestamp()),
    )


def _block(one: Any) -> dict[str, Any]:
    kept: dict[str, Any] = one.model_dump(mode="json")
    if isinstance(one, Chart):
        kept["svg"] = svg(one)
    if isinstance(one, Table):
        kept["lengths"] = lengths(one)
    return kept
