"""How hard English is to read: the age at which somebody reads it with ease, and words that have a plainer one."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

PLAINER: Mapping[str, str] = MappingProxyType(
    {
        "ascertain": "find out",
        "ascertained": "found out",
        "commence": "start",
        "commenced": "started",
        "commencement": "start",
        "endeavour": "try",
        "endeavoured": "tried",
        "evidenced": "shown",
        "expedite": "speed up",
        "expedited": "sped up",
        "facilitate": "help",
        "facilitated": "helped",
        "going forward": "from now on",
        "in a timely manner": "in time",
        "in conjunction with": "with",
        "in order to": "to",
        "in relation to": "about",
        "in respect of": "about",
        "in the event that": "if",
        "inter alia": "among others",
        "notwithstanding": "despite",
        "prior to": "before",
        "pursuant to": "under",
        "robustly": "well",
        "subsequent to": "after",
        "subsequently": "later",
        "terminate": "end",
        "terminated": "ended",
        "utilisation": "use",
        "utilise": "use",
        "utilised": "used",
        "whilst": "while",
        "with regard to": "about",
    }
)
"""Hard words of forms, and what to write instead."""
_HARD = re.compile(r"\b(" + "|".join(sorted(map(re.escape, PLAINER), key=len, reverse=True)) + r")\b", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z][A-Za-z’']*")
_SENTENCE = re.compile(r"[.?!;:](?:\s|$)|\n")
_SILENT_END = re.compile(r"(?:(?<=[^laeiouy])es|(?<![td])ed|(?<=[^laeiouy])e)$")
_VOWELS = re.compile(r"[aeiouy]+")
_FIRST_SCHOOL_YEAR = 5
"""Age at the start of the first year of school, which the Flesch-Kincaid formula counts from."""


def words(text: str) -> list[str]:
    """The words of a text, without figures and without the answers it brings in."""
    return _WORD.findall(re.sub(r"\$\{[^}]*\}", " ", text))


def sentences(text: str) -> list[str]:
    """The sentences of a text; lines of a list are sentences of their own."""
    return [sentence for sentence in _SENTENCE.split(text) if words(sentence)]


def reading_age(text: str) -> float:
    """The age in years at which somebody reads a text with ease (Flesch-Kincaid grade plus five); 0 for no words."""
    found = words(text)
    if not found:
        return 0
    syllables = sum(map(_syllables, found))
    grade = 0.39 * len(found) / len(sentences(text)) + 11.8 * syllables / len(found) - 15.59
    return max(_FIRST_SCHOOL_YEAR, grade + _FIRST_SCHOOL_YEAR)


def hard_words(text: str) -> Iterator[tuple[str, str]]:
    """The hard words in a text as they stand, each once, with a plainer one."""
    seen: set[str] = set()
    for found in _HARD.findall(text):
        if found.lower() not in seen:
            seen.add(found.lower())
            yield found, PLAINER[found.lower()]


def _syllables(word: str) -> int:
    letters = re.sub(r"[^a-z]", "", word.lower())
    shorter = letters if len(letters) <= 3 else re.sub(_SILENT_END, "", letters)
    return max(1, len(_VOWELS.findall(shorter)))
