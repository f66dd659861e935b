"""How well identifiers are found, and how fast. Run with ``python -m tests.benchmarks.identifiers``.

The corpus marks each identifier as ``{kind:text}``. The rules were written against its half *dev* only; *heldout* was
written after they were frozen, by the same hand. At its first measuring, names were found 77 times in 81, numbers every
time, and 2 of 124 innocent sentences were accused; four faults it showed were then repaired (a board's name, two short
forms, a hyphenated name), so what is printed now is a little kinder than that. The last 26 sentences of heldout were
written later still, and at their first measuring all 12 with an identifier were found and none of 14 was accused.
"""

import csv
import re
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from maap.domain.identifiers import Lexicon, Mark, find
from maap.outside.words import read

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpora" / "identifiers.csv"
_MARKED = re.compile(r"\{(\w+):([^}]*)\}")
LENGTH = 20_000

HOSTILE = {
    "digits": "1",
    "spaced digits": "12 ",
    "letters": "a",
    "at signs": "a@",
    "points": "a.",
    "initials": "A. ",
    "short forms": "AB ",
    "names": "Jade-",
    "unknown names": "Zxqa ",
    "birth cues": "born on the ",
    "car cues": "car reg ",
    "plus signs": "+4",
    "half numbers": "07 ",
    "streets": "14 Oak ",
    "schools": "School ",
    "accents": "a" + "\u0301" * 50,
    "invisible": "é\u200b",
    "brackets": "(",
    "spaces": " ",
    "apostrophes": "a'",
    "dates": "12/03/2011 ",
    "titles": "Mr and Mrs ",
    "phrases": "Signs of ",
}
"""Units that make a careless pattern slow when they are repeated."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of the corpus and what is to be found in it: kind, start, end."""

    half: str
    text: str
    wanted: tuple[tuple[str, int, int], ...]


@dataclass
class Score:
    """What was found in some sentences."""

    wanted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    innocent: int = 0
    accused: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)

    def recall(self, *kinds: str) -> float:
        """The share of wanted identifiers of these kinds (of all, without kinds) that was found."""
        chosen = kinds or tuple(self.wanted)
        return sum(self.found[k] for k in chosen) / sum(self.wanted[k] for k in chosen)

    def precision(self, kind: str) -> float:
        """The share of marks of this kind that are right."""
        marks = self.found[kind] + self.wrong[kind]
        return self.found[kind] / marks if marks else 1.0

    @property
    def false_alarms(self) -> float:
        """The share of innocent sentences in which anything was marked."""
        return len(self.accused) / self.innocent


def lexicon() -> Lexicon:
    """The shipped words."""
    return read(ROOT / "config" / "words")


def sentences(half: str | None = None) -> list[Sentence]:
    """The corpus, or one half of it."""
    with CORPUS.open(encoding="utf-8", newline="") as file:
        rows = [(row["half"], row["sentence"]) for row in csv.DictReader(file)]
    return [_sentence(where, marked) for where, marked in rows if half in (None, where)]


def _sentence(half: str, marked: str) -> Sentence:
    text, done = "", 0
    wanted: list[tuple[str, int, int]] = []
    for match in _MARKED.finditer(marked):
        text += marked[done : match.start()]
        wanted.append((match[1], len(text), len(text) + len(match[2])))
        text += match[2]
        done = match.end()
    return Sentence(half, text + marked[done:], tuple(wanted))


def _is(mark: Mark, wanted: tuple[str, int, int]) -> bool:
    kind, start, end = wanted
    return mark.kind == kind and mark.start < end and mark.end > start


def score(corpus: list[Sentence], words: Lexicon) -> Score:
    """Compare what is found with what is wanted: the same kind, at an overlapping place."""
    result = Score()
    for sentence in corpus:
        marks = find(sentence.text, words)
        for wanted in sentence.wanted:
            result.wanted[wanted[0]] += 1
            hit = any(_is(mark, wanted) for mark in marks)
            result.found[wanted[0]] += hit
            if not hit:
                result.missed.append(f"{wanted[0]}: {sentence.text}")
        for mark in marks:
            result.wrong[mark.kind] += not any(_is(mark, wanted) for wanted in sentence.wanted)
        if not sentence.wanted:
            result.innocent += 1
            if marks:
                result.accused.append(sentence.text)
    return result


def seconds(text: str, words: Lexicon) -> float:
    """The least of five times of computing that ``find`` takes for a text."""
    taken = []
    for _ in range(5):
        begun = time.process_time()
        find(text, words)
        taken.append(time.process_time() - begun)
    return min(taken)


def main() -> None:
    """Print precision and recall per kind for each half, and the time per 1,000 characters."""
    words = lexicon()
    for half in ("dev", "heldout"):
        corpus = sentences(half)
        result = score(corpus, words)
        print(f"{half}: {len(corpus)} sentences, {result.innocent} innocent")
        for kind in result.wanted:
            n = result.wanted[kind]
            print(f"  {kind:20} n {n:3}  recall {result.recall(kind):.2f}  precision {result.precision(kind):.2f}")
        print(f"  innocent sentences accused: {len(result.accused)} ({result.false_alarms:.1%})")
        for line in (*(f"missed {each}" for each in result.missed), *(f"accused {each}" for each in result.accused)):
            print(f"    {line}")
    prose = " ".join(each.text for each in sentences())
    worst = {name: seconds((unit * LENGTH)[:LENGTH], words) for name, unit in HOSTILE.items()}
    slowest = max(worst, key=worst.__getitem__)
    print(f"{len(HOSTILE)} hostile texts of {LENGTH:,} signs: the slowest, {slowest}, {worst[slowest] * 1000:.0f} ms")
    print(f"time: {seconds(prose, words) / len(prose) * 1e6:.2f} ms per 1,000 characters ({len(prose)} characters)")


if __name__ == "__main__":
    main()
