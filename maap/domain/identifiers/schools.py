"""Likely names of schools, and addresses of homes."""

import re
from collections.abc import Iterator, Sequence

from maap.domain.identifiers.mark import listed
from maap.domain.identifiers.numbers import Hit
from maap.domain.identifiers.passage import Kind, Word, english

_TYPES = listed(
    "school academy college nursery primary infants infant juniors junior secondary grammar preschool playgroup "
    "kindergarten"
)
_LEVELS = listed(
    "primary infant infants junior juniors secondary high grammar special first middle nursery pre catholic cofe ce rc "
    "church england of roman sixth form and the community free boys girls for c e faith muslim islamic upper lower "
    "school academy college comprehensive"
)
_NEVER = listed(
    "virtual royal nurse nurses nursing health social work learning safeguarding training staff college national "
    "safer business law medical multi all my our new sunday boarding night summer"
)
_AFTER = listed("nurse nurses nursing health admissions improvement governors forum heads attendance standards")
_PUPIL = listed("pupil student attends attending attended enrolled roll excluded joined")
_AT = listed("at in from by")
_HOME = r"(?<![\w/.-])(?:(?:[Ff]lat|[Aa]partment|[Uu]nit|[Nn]o\.?) ?\d{1,4}[a-z]?,? )?\d{1,4}[A-Za-z]?,? "
_STREET = re.compile(
    rf"{_HOME}(?:[A-Z][\w'-]{{1,30}} ){{1,4}}?"
    r"(?:Street|Road|Avenue|Lane|Close|Drive|Court|Crescent|Way|Grove|Terrace|Gardens|Place|Walk|Rise|St|Rd|Ave)\b"
    rf"|{_HOME}(?:[a-z][\w'-]{{1,30}} ){{1,3}}?(?:street|road|avenue|crescent)\b"
)


def _distinct(word: Word) -> bool:
    """Whether a word tells one school from another."""
    return word.capital and word.kind is not Kind.PART and word.key not in _LEVELS | _NEVER and not word.text.isupper()


def _walk(words: Sequence[Word], last: int) -> int:
    """Where the name that ends in a kind of school at ``last`` begins; ``last`` if there is none."""
    first = last
    for position in range(last - 1, max(-1, last - 7), -1):
        gap = words[position + 1].gap
        if gap.strip(" -,()&./'") or (words[position + 1].opens and "." not in gap):
            break
        word = words[position]
        if word.key in _NEVER or not (word.capital or word.key in _LEVELS):
            break
        if word.capital:
            first = position
    return first


def _tells(word: Word) -> bool:
    """Whether a word is more than an ordinary capital (“Our School”)."""
    return _distinct(word) and (word.kind is not Kind.INNOCENT or word.key in ("st", "saint")) and not _ordinary(word)


def _ordinary(word: Word) -> bool:
    return word.kind is Kind.UNKNOWN and word.opens and english(word)


def _typed(words: Sequence[Word]) -> Iterator[Hit]:
    position = 0
    while position < len(words):
        last = position
        position += 1
        word = words[last]
        if word.key not in _TYPES or word.owns:
            continue
        following = words[last + 1] if last + 1 < len(words) else None
        if following is not None and following.gap == " " and following.key in _TYPES | _AFTER:
            continue
        first = _walk(words, last)
        if any(_tells(each) for each in words[first:last]):
            yield Hit("school", words[first].start, word.end, False, "the school")


def _attended(words: Sequence[Word]) -> Iterator[Hit]:
    """A word in no list after “attends” or “a pupil at”."""
    for position, word in enumerate(words[:-1]):
        if word.key not in _PUPIL:
            continue
        named = words[position + 1]
        if named.key in _AT and position + 2 < len(words):
            named = words[position + 2]
        elif word.key not in ("attends", "attending"):
            continue
        if named.gap == " " and _distinct(named) and named.kind is Kind.UNKNOWN and not english(named):
            yield Hit("school", named.start, named.end, False, "the school")


def hits(text: str, words: Sequence[Word]) -> Iterator[Hit]:
    """Every likely school or home address in a folded text, in no order."""
    yield from _typed(words)
    yield from _attended(words)
    for match in _STREET.finditer(text):
        yield Hit("address", match.start(), match.end(), False, "[address]")
