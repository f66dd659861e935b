"""The library: what is said about an earlier briefing, and how its words are found again."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from maap.domain.problems import Problem
from maap.domain.uploads import BRIEFING

KINDS = {
    "briefing": "Briefing",
    "report": "Full report",
    "annual": "Annual report",
    "leaflet": "Leaflet or poster",
    "other": "Something else",
}
LARGEST_FILE = BRIEFING.largest
"""Bytes."""
LABELS = {"title": "Title", "year": "Audit year", "dated": "Date on it", "kind": "Kind", "themes": "Themes"}
MOST_WORDS = 8
_MOST_LISTED = 12
_AUDIT_YEAR = re.compile(r"(\d{4})/(\d{2})")


def audit_year(text: str) -> str:
    """An audit year, «2021/22». Raises ValueError with a sentence."""
    found = _AUDIT_YEAR.fullmatch(text.strip())
    if not found or (int(found[1]) + 1) % 100 != int(found[2]):
        raise ValueError("write the audit year as 2021/22.")
    return text.strip()


class Facts(BaseModel):
    """What the library says about an earlier briefing. ``themes``: ids of the codebook."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=1, max_length=200)
    year: str
    kind: Literal["briefing", "report", "annual", "leaflet", "other"]
    dated: date | None = None
    themes: tuple[int, ...] = ()

    _year = field_validator("year")(audit_year)


@dataclass(frozen=True)
class Document:
    """An uploaded file that was found safe. ``ending``: pdf or docx; ``text`` a line for each paragraph."""

    ending: str
    text: str


@dataclass(frozen=True)
class Piece:
    """A piece of a snippet; ``found``: it is a word that was looked for."""

    text: str
    found: bool = False


def folded(text: str) -> str:
    """Text as it is searched: no capitals, no accents, single spaces; the lines stay apart."""
    return "\n".join(" ".join(_bare(line).split()) for line in text.splitlines())


def _bare(text: str) -> str:
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def looked_for(typed: str) -> tuple[str, ...]:
    """The words of a search, folded; all of them have to be there. Only the first eight count."""
    return tuple(dict.fromkeys(re.findall(r"\w+", folded(typed[:400]).replace("\n", " "))))[:MOST_WORDS]


def snippet(text: str, words: tuple[str, ...], most: int = 240) -> tuple[Piece, ...]:
    """The paragraph that holds most of the words, cut to about ``most`` characters around the first of them.

    Empty when none of the words stands in the text.
    """
    lines = [" ".join(line.split()) for line in text.splitlines()]
    best = max(lines, key=lambda line: _held(_bare(line), words), default="")
    if not words or not _held(_bare(best), words):
        return ()
    marks = _marks(best, words)
    start = max(0, marks[0][0] - most // 3)
    start = best.rfind(" ", 0, start) + 1 if start else 0
    end = start + most if start + most < len(best) else len(best)
    end = best.rfind(" ", marks[0][1], end) if end < len(best) and " " in best[marks[0][1] : end] else end
    return tuple(_pieces(best, [mark for mark in marks if mark[1] <= end], start, end))


def _held(line: str, words: tuple[str, ...]) -> int:
    return sum(word in line for word in words)


def _marks(line: str, words: tuple[str, ...]) -> list[tuple[int, int]]:
    """Where the words stand, as places in the line that was not folded."""
    places = [at for at, sign in enumerate(line) for _ in _bare(sign)]
    bare = "".join(_bare(sign) for sign in line)
    found = re.finditer("|".join(map(re.escape, sorted(words, key=len, reverse=True))), bare)
    return [(places[one.start()], places[one.end() - 1] + 1) for one in found]


def _pieces(line: str, marks: list[tuple[int, int]], start: int, end: int) -> list[Piece]:
    pieces, at = [Piece("… ")] if start else [], start
    for first, last in marks:
        if first >= at:
            pieces += [Piece(line[at:first])] if first > at else []
            pieces.append(Piece(line[first:last], found=True))
            at = last
    pieces += [Piece(line[at:end])] if at < end else []
    return [*pieces, Piece(" …")] if end < len(line) else pieces


@dataclass(frozen=True)
class EditionPart:
    """A part of an edition's text, under the key by which comments name it."""

    key: str
    title: str
    text: str


def parts_of(body: Any) -> tuple[EditionPart, ...]:
    """The text of an edition's parts, in order. ``body["parts"]``: mappings with key, title and text."""
    listed = body.get("parts", ()) if isinstance(body, dict) else ()
    if isinstance(listed, dict):
        listed = [{"key": key, **(part if isinstance(part, dict) else {"text": part})} for key, part in listed.items()]
    return tuple(_part(at, part) for at, part in enumerate(listed, start=1) if isinstance(part, dict))


def _part(at: int, part: dict[str, Any]) -> EditionPart:
    text = part.get("text", "")
    lines = text if isinstance(text, list | tuple) else [text]
    return EditionPart(
        key=str(part.get("key") or at),
        title=str(part.get("title") or f"Part {at}"),
        text="\n\n".join(str(line) for line in lines if line),
    )


CONTACTS = frozenset({"postcode", "email", "phone"})
"""Marks of the identifier guard that a published briefing rightly holds: where to turn to."""


class LooksPersonal(Problem):
    """A document with words that may tell who somebody is. It is kept once a person has looked. Carries the words."""

    def __init__(self, words: tuple[str, ...]) -> None:
        self.words = words
        listed = ", ".join(f"“{word}”" for word in words[:_MOST_LISTED])
        more = f" and {len(words) - _MOST_LISTED} more" if len(words) > _MOST_LISTED else ""
        super().__init__(
            f"These words may show who somebody is: {listed}{more}. Nothing is saved yet. Look at each one in the "
            "document. If no child, adult, family or worker can be told from it, tick the box that says so and add it."
        )
