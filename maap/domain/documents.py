"""A document as one value, whatever it will be: parts with their paragraphs, tables and charts.

Every number in it is a `Figure`: what it is called, what was counted, and what came of it. So each can be looked up.
"""

import re
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field


class Kind(StrEnum):
    """A kind of document. ``TEAM`` is the report as the audit's own team has it, with each agency's figures."""

    TERMS = "terms"
    REPORT = "report"
    TEAM = "team report"
    BRIEFING = "briefing"
    PACK = "agency pack"
    SLIDES = "slides"
    ANNUAL = "annual"

    @property
    def words(self) -> str:
        """As a heading has it."""
        return _WORDS[self]

    @property
    def endings(self) -> tuple[str, ...]:
        """The files that are made of it."""
        return ("pptx", "html") if self is Kind.SLIDES else ("docx", "pdf", "html")


_WORDS = {
    Kind.TERMS: "Terms of reference",
    Kind.REPORT: "Report",
    Kind.TEAM: "Report for the audit's team",
    Kind.BRIEFING: "Briefing in seven minutes",
    Kind.PACK: "Agency pack",
    Kind.SLIDES: "Slides",
    Kind.ANNUAL: "Annual briefing",
}

WRITTEN = (Kind.REPORT, Kind.BRIEFING, Kind.SLIDES)
"""Kinds whose text a person edits and then publishes."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Figure(_Value):
    """A number in a document. ``name``: the query it came from; ``counts``: what that is, in words."""

    name: str
    counts: str
    said: str


class Text(_Value):
    """A paragraph, an item of a list, or words that somebody gave to be quoted."""

    what: Literal["text"] = "text"
    text: str
    style: Literal["plain", "item", "quote"] = "plain"
    figures: tuple[Figure, ...] = ()


class Table(_Value):
    """A table with one row of heads. ``source``: the query its numbers came from."""

    what: Literal["table"] = "table"
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    source: str = ""


class Chart(_Value):
    """A chart: which drawing, of what, and the same in words. ``rows``: a name, a note, and the numbers in order.

    ``made``: the whole drawing as JSON instead, for a chart that is on a dashboard already.
    """

    what: Literal["chart"] = "chart"
    title: str
    alt: str
    drawing: Literal["grades", "cells", "themes", "cases", "progress", "rounded", "made"]
    levels: tuple[str, ...] = ()
    rows: tuple[tuple[str, str, tuple[int, ...]], ...] = ()
    made: str = ""
    source: str = ""


Block = Annotated[Text | Table | Chart, Field(discriminator="what")]


class Part(_Value):
    """A part under its heading. ``editable``: a person may write its text; ``edited``: somebody did."""

    key: str
    title: str
    blocks: tuple[Block, ...] = ()
    editable: bool = False
    edited: bool = False

    @property
    def text(self) -> str:
        """Its words as a person edits them: a blank line between paragraphs, «- » before an item."""
        lines = [("- " if one.style == "item" else "") + one.text for one in self.blocks if isinstance(one, Text)]
        return "\n\n".join(lines)

    def written(self, text: str) -> "Part":
        """The part with somebody's text; tables and charts stay, after it."""
        others = tuple(one for one in self.blocks if not isinstance(one, Text))
        return self.model_copy(update={"blocks": (*texts(text), *others), "edited": True})


def texts(written: str) -> tuple[Text, ...]:
    """What a person wrote, as paragraphs and items."""
    pieces = (piece.strip() for piece in re.split(r"\n\s*\n|\n(?=- )", written.replace("\r\n", "\n")))
    return tuple(_text(piece) for piece in pieces if piece)


def _text(piece: str) -> Text:
    item = piece.startswith("- ")
    return Text(text=" ".join(piece.removeprefix("- ").split()), style="item" if item else "plain")


class Document(_Value):
    """A whole document. ``as_at``: when its numbers were counted; ``mark``: the trail's when it was frozen."""

    kind: Kind
    title: str
    subtitle: str
    reference: str
    year: str
    partnership: str
    as_at: datetime
    parts: tuple[Part, ...]
    mark: str = ""

    @property
    def figures(self) -> tuple[Figure, ...]:
        """Every number in its words, each name once, in the order of the text."""
        found = {one.name: one for block in self.blocks if isinstance(block, Text) for one in block.figures}
        return tuple(found.values())

    @property
    def blocks(self) -> Iterator[Text | Table | Chart]:
        """Everything in it, in order."""
        return (block for part in self.parts for block in part.blocks)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """Its charts, in order."""
        return tuple(block for block in self.blocks if isinstance(block, Chart))

    @property
    def body(self) -> dict[str, Any]:
        """The document to be kept, each part with its text beside its blocks."""
        kept: dict[str, Any] = self.model_dump(mode="json")
        for part, stored in zip(self.parts, kept["parts"], strict=True):
            stored["text"] = part.text
        return kept


def kept_document(body: dict[str, Any]) -> Document:
    """A document that was kept."""
    return Document.model_validate(body)


def said(template: str, **figures: Figure) -> Text:
    """A paragraph in whose words the numbers are put: «{returns} of {due} returns are in.»."""
    words = {name: one.said for name, one in figures.items()}
    return Text(text=template.format(**words), figures=tuple(figures.values()))


def said_item(template: str, **figures: Figure) -> Text:
    """The same as an item of a list."""
    return said(template, **figures).model_copy(update={"style": "item"})


def safe(words: str) -> str:
    """Words that somebody typed, to be put into a template."""
    return words.replace("{", "{{").replace("}", "}}")


def plain(text: str) -> Text:
    """A paragraph without a number of ours."""
    return Text(text=" ".join(text.split()))


def item(text: str) -> Text:
    """An item of a list."""
    return Text(text=" ".join(text.split()), style="item")
