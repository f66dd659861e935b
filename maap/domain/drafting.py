"""A person edits what the data say. An edit is kept until they take it back, and what the data changed is shown."""

import re
from dataclasses import dataclass
from datetime import datetime

from maap.domain.documents import Document, Kind, Part
from maap.domain.problems import Problem

LONGEST_TEXT = 12_000
"""Characters of a part."""


@dataclass(frozen=True)
class Edit:
    """What somebody wrote for a part. ``basis``: what the data said when they did."""

    text: str
    basis: str
    revision: int
    written_at: datetime


@dataclass(frozen=True)
class Written:
    """What somebody writes for a part of such a document. ``seen``: the revision of the edit that they saw, 0 for none.

    ``kept_because`` is why words that may tell who somebody is stay.
    """

    kind: Kind
    part: str
    text: str
    basis: str
    seen: int = 0
    kept_because: str = ""


@dataclass(frozen=True)
class PartDraft:
    """A part as the data have it now, and as somebody wrote it. ``gone`` and ``new``: what the data changed since."""

    part: Part
    basis: str
    edit: Edit | None

    @property
    def text(self) -> str:
        """Its words, as they will be printed."""
        return self.edit.text if self.edit else self.basis

    @property
    def gone(self) -> tuple[str, ...]:
        """Sentences that the data no longer give."""
        return _only_in(self.edit.basis, self.basis) if self.edit else ()

    @property
    def new(self) -> tuple[str, ...]:
        """Sentences that the data give now and did not then."""
        return _only_in(self.basis, self.edit.basis) if self.edit else ()

    @property
    def out_of_date(self) -> bool:
        """Whether the data changed under an edit."""
        return self.edit is not None and self.edit.basis != self.basis


@dataclass(frozen=True)
class Drafted:
    """A document with people's edits in it, and each part that can be edited."""

    document: Document
    parts: tuple[PartDraft, ...]


def drafted(document: Document, edits: dict[str, Edit]) -> Drafted:
    """The document with the edits in it."""
    parts = tuple(
        part.written(edits[part.key].text) if part.editable and part.key in edits else part for part in document.parts
    )
    drafts = tuple(PartDraft(part, part.text, edits.get(part.key)) for part in document.parts if part.editable)
    return Drafted(document.model_copy(update={"parts": parts}), drafts)


def refuse_text(text: str) -> None:
    """Raises Problem for a text that no part can have."""
    if not text.strip():
        raise Problem("Write something, or go back to what the data say.")
    if len(text) > LONGEST_TEXT:
        raise Problem(f"This part is too long: {len(text):,} characters, and it may have {LONGEST_TEXT:,}.")


def _only_in(one: str, other: str) -> tuple[str, ...]:
    there = set(_sentences(other))
    return tuple(sentence for sentence in _sentences(one) if sentence not in there)


def _sentences(text: str) -> list[str]:
    return [piece for piece in (each.strip() for each in re.split(r"(?<=[.!?])\s+|\n+", text)) if piece]
