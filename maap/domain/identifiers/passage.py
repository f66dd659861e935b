"""A text as words, each with what the lexicon knows of it and how it stands in its sentence."""

import re
from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from maap.domain.identifiers.cues import KIN
from maap.domain.identifiers.mark import Lexicon, listed, plain

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_OPENS = re.compile(r'[.!?:;\n•*|"]|^\s*- | - ')
_ENGLISH = tuple(
    listed(
        "tion tions ment ments ness ity ing ings ship ships ance ances ence ences ology ologist ers ors ed ly ism ies "
        "ical ive ure hood ian ish ese ious ous able ible ful less aries ary acy ants ents ist ists ics cy"
    )
)


class Kind(Enum):
    """What the lexicon says of a word."""

    PART = auto()
    """Part of an innocent phrase: never a name."""
    INNOCENT = auto()
    """An ordinary word, a place or a service."""
    DOUBLE = auto()
    """A name that is also an ordinary word or a place."""
    FIRST = auto()
    """A first name and nothing else."""
    LAST = auto()
    """A surname and nothing else."""
    UNKNOWN = auto()


class Word(NamedTuple):
    """One word: where it stands in the text, and how."""

    text: str
    key: str
    start: int
    end: int
    kind: Kind
    capital: bool
    opens: bool
    """Whether it begins a sentence, a list item or a quotation, so that its capital says nothing."""
    owns: bool
    """Whether “'s” follows; it is not part of the word."""
    gap: str
    """What stands between the word before and this one."""


def _kind(key: str, lexicon: Lexicon) -> Kind:
    named = key in lexicon.first_names or key in lexicon.surnames
    if key in lexicon.innocent or key in lexicon.places:
        return Kind.DOUBLE if named else Kind.INNOCENT
    if not named:
        return Kind.UNKNOWN
    return Kind.FIRST if key in lexicon.first_names else Kind.LAST


def _parts(keys: Sequence[str], lexicon: Lexicon) -> set[int]:
    """The positions of the words that belong to an innocent phrase."""
    found: set[int] = set()
    for position, key in enumerate(keys):
        for phrase in lexicon.phrases.get(key, ()):
            if tuple(keys[position : position + len(phrase)]) == phrase:
                found.update(range(position, position + len(phrase)))
                break
    return found


def _jades(keys: Sequence[str], position: int, lexicon: Lexicon) -> bool:
    """Whether an apostrophe was left out: “Jades mum”."""
    key = keys[position]
    related = position + 1 < len(keys) and keys[position + 1] in KIN
    return related and key.endswith("s") and _kind(key[:-1], lexicon) is Kind.FIRST


def words(text: str, lexicon: Lexicon) -> tuple[Word, ...]:
    """The words of a folded text, in order. A hyphen divides words; an apostrophe inside a name does not."""
    spans = [match.span() for match in _WORD.finditer(text)]
    # “Clare's” is looked up whole in phrases and without its ending as a name
    form = str.lower if text.isascii() else plain
    keys = [form(text[start:end]) for start, end in spans]
    parts = _parts(keys, lexicon)
    found: list[Word] = []
    before = 0
    for position, ((start, end), key) in enumerate(zip(spans, keys, strict=True)):
        gap = text[before:start]
        before = end
        owns = key.endswith("'s") and len(key) > 2
        if owns:
            end, key = end - 2, key[:-2]
        kind = Kind.PART if position in parts else _kind(key, lexicon)
        if kind is Kind.UNKNOWN and _jades(keys, position, lexicon):
            end, key, kind, owns = end - 1, key[:-1], Kind.FIRST, True
        opens = position == 0 or (gap != " " and bool(_OPENS.search(gap)))
        found.append(Word(text[start:end], key, start, end, kind, text[start].isupper(), opens, owns, gap))
    return tuple(found)


def english(word: Word) -> bool:
    """Whether an unknown word is built like an ordinary English one (“Commissioning”), or is a short form (“ABC”)."""
    return word.key.endswith(_ENGLISH) or (word.text.isupper() and len(word.text) > 1) or len(word.key) < 3
