"""The terms of reference as a document, from their steps and signatures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from maap.domain.documents import Block, Document, Kind, Part, Table, item, plain


@dataclass(frozen=True)
class Said:
    """A field of the terms under its label: words, or named words."""

    label: str
    items: tuple[tuple[str, str], ...]


def terms_paper(
    head: tuple[str, str, str, str],
    version: int,
    as_at: datetime,
    steps: Sequence[tuple[str, Sequence[Said]]],
    signed: Sequence[tuple[str, str, str]],
) -> Document:
    """``head``: partnership, reference, title and year. ``signed``: name, capacity, and the day or «not yet»."""
    partnership, reference, title, year = head
    parts = [
        Part(key=f"step.{at}", title=name, blocks=tuple(block for one in fields for block in _field(one)))
        for at, (name, fields) in enumerate(steps, start=1)
    ]
    if signed:
        table = Table(title="Signatures", head=("Name", "As", "Signed"), rows=tuple(signed))
        parts.append(Part(key="signed", title="Who has signed", blocks=(table,)))
    return Document(
        kind=Kind.TERMS,
        title=f"Terms of reference: {title}",
        subtitle=f"Version {version}",
        reference=reference,
        year=year,
        partnership=partnership,
        as_at=as_at,
        parts=tuple(part for part in parts if part.blocks),
    )


def _field(one: Said) -> list[Block]:
    if len(one.items) == 1 and not one.items[0][0]:
        first, *others = [line for line in one.items[0][1].split("\n") if line.strip()] or [""]
        return [plain(f"{one.label}: {first}"), *(plain(line) for line in others)]
    named = [f"{name}: {words}" if name else words for name, words in one.items]
    return [plain(f"{one.label}:"), *(item(words) for words in named)]
