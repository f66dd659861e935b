"""How often the right theme is suggested, and how fast. Run with ``python -m tests.benchmarks.suggestions``.

The corpus gives each finding one right theme, in three parts. *tune*: the words and examples of ``config/themes.yaml``
and the weights of `maap.domain.suggesting` come from it. *practice*: findings that people confirm one after the other.
*test* is only ever measured. All three were written by one hand, so what a real audit's findings give will be lower;
the page shows how often suggestions were right there.
"""

import csv
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from maap.domain.suggesting import Described, Suggester
from maap.outside.configuration import load
from maap.outside.meaning import likeness

ROOT = Path(__file__).resolve().parents[2]
CORPUS = ROOT / "tests" / "corpora" / "findings.csv"
CONFIRMATIONS = 50


@dataclass(frozen=True)
class Labelled:
    """A finding and its right theme."""

    text: str
    theme: str


@dataclass(frozen=True)
class Score:
    """The share of findings whose right theme was the first, and among the first three."""

    first: float
    three: float
    n: int

    def __str__(self) -> str:
        return f"first {self.first:6.1%}   among the first three {self.three:6.1%}   ({self.n} findings)"


def part(name: str) -> list[Labelled]:
    """A part of the corpus: tune, practice or test."""
    with CORPUS.open(encoding="utf-8", newline="") as file:
        return [Labelled(row["text"], row["theme"]) for row in csv.DictReader(file) if row["split"] == name]


class Book:
    """The shipped themes, and what was confirmed."""

    def __init__(self) -> None:
        entries = load(ROOT / "config").themes
        self.keys = [entry.key for entry in entries]
        self.themes = [
            Described(number, entry.name, entry.definition, entry.use_when, entry.words, entry.examples)
            for number, entry in enumerate(entries)
        ]

    def taught(self, confirmed: Sequence[Labelled]) -> Suggester:
        """Suggestions after people confirmed these."""
        told = {key: tuple(one.text for one in confirmed if one.theme == key) for key in self.keys}
        return Suggester(
            [replace(theme, confirmed=told[key]) for key, theme in zip(self.keys, self.themes, strict=True)], likeness
        )

    def score(self, suggester: Suggester, findings: Sequence[Labelled]) -> Score:
        """How often the right theme came first, and among the first three."""
        ranked = suggester.suggest([one.text for one in findings])
        places = [
            [suggestion.theme_id for suggestion in ranking].index(self.keys.index(one.theme))
            for one, ranking in zip(findings, ranked, strict=True)
        ]
        return Score(fmean(place < 1 for place in places), fmean(place < 3 for place in places), len(findings))


def learning(book: Book, draws: int = 10) -> tuple[Score, list[Score]]:
    """The test part before learning, and after several draws of 50 confirmations."""
    test, practice = part("test"), part("practice")
    rolls = random.Random(2026)
    after = [book.score(book.taught(rolls.sample(practice, CONFIRMATIONS)), test) for _ in range(draws)]
    return book.score(book.taught(()), test), after


def main() -> None:
    """Print the figures."""
    book = Book()
    examples = {text for theme in book.themes for text in theme.examples}
    unseen = [one for one in part("tune") if one.text not in examples]
    before, after = learning(book)
    print(f"tune, without the examples     {book.score(book.taught(()), unseen)}")
    print(f"test, before learning          {before}")
    mean = Score(fmean(one.first for one in after), fmean(one.three for one in after), before.n)
    print(f"test, after {CONFIRMATIONS} confirmations    {mean}   mean of {len(after)} draws")
    print(f"  the worst and the best draw: {min(s.three for s in after):.1%}, {max(s.three for s in after):.1%}")
    print(f"test, after all of practice    {book.score(book.taught(part('practice')), part('test'))}")
    texts, suggester = [one.text for one in part("test")], book.taught(part("practice"))
    began = time.perf_counter()
    suggester.suggest(texts)
    print(f"{1000 * (time.perf_counter() - began) / len(texts):.2f} ms a finding")
    began = time.perf_counter()
    book.taught(part("practice")).suggest(texts[:1])
    print(f"{1000 * (time.perf_counter() - began):.0f} ms to learn everything anew and suggest for one finding")


if __name__ == "__main__":
    main()
