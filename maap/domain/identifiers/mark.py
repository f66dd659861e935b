"""What is found in a text, and the words it is found with."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True)
class Mark:
    """A piece of text that may tell who somebody is."""

    kind: str
    """nhs_number, upn, ni_number, postcode, email, phone, vehicle, birth_date, initials_with_date, name,
    school or address."""
    start: int
    """Where it begins in the text as it was typed, in characters."""
    end: int
    """Just after its last character."""
    text: str
    certain: bool
    """Whether it is surely an identifier, and so refused. The rest may be kept with a reason."""
    replacement: str
    """What one key puts in its place."""
    sentence: str
    """What is said to the person who typed it."""


def plain(word: str) -> str:
    """A word as it is looked up: small letters, no accents, straight apostrophes."""
    if word.isascii():
        return word.lower()
    word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    return word.casefold().replace("ł", "l").replace("’", "'")


def listed(words: str) -> frozenset[str]:
    """Words written with spaces between them, as a set."""
    return frozenset(words.split())


def _plain(words: Iterable[str]) -> frozenset[str]:
    return frozenset(plain(" ".join(word.split())) for word in words)


def _phrases(entries: Iterable[str]) -> Mapping[str, tuple[tuple[str, ...], ...]]:
    """Entries of several words, by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for entry in entries:
        first, *rest = entry.replace("-", " ").split()
        if rest:
            found.setdefault(first, []).append((first, *rest))
    return MappingProxyType({first: tuple(sorted(some, key=len, reverse=True)) for first, some in found.items()})


@dataclass(frozen=True)
class Lexicon:
    """The words a partnership knows: names, and words that look like names but are not.

    A name that is also in ``innocent`` or ``places`` is a person only where the words around it say so.
    An entry of several words (“Signs of Safety”) is never a person. Case and accents do not matter.
    """

    first_names: frozenset[str]
    surnames: frozenset[str]
    innocent: frozenset[str]
    places: frozenset[str]
    phrases: Mapping[str, tuple[tuple[str, ...], ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Bring every word into the form it is looked up in."""
        for name in ("first_names", "surnames", "innocent", "places"):
            object.__setattr__(self, name, _plain(getattr(self, name)))
        object.__setattr__(self, "phrases", _phrases(self.innocent | self.places))
