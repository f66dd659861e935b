"""Which themes may fit a finding: by the words that it shares with them, and by what it means. A person decides."""

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nlargest
from statistics import fmean, pstdev

Likeness = Callable[[Sequence[str], Sequence[str]], Sequence[Sequence[float]]]
"""How alike in meaning each text of the first list is to each of the second."""

SHOWN = 5
"""Suggestions beside a finding, one for each number key."""
_SATURATION, _LENGTH = 1.2, 0.5
_NEAREST = 2
_STOP = frozenset(
    re.findall(
        "[a-z]+",
        "a an the and or but of to in on at by for from with without was were is are be been being it its that this "
        "these those he she his her him they them their we our you not no nor had has have did do does done who whom "
        "which what when where why how as if so than then there here all any both each every some such only also very "
        "more most much many about after before into out up down over under again between through during until while "
        "because would could should can may might must will said "
        "one two three four five six seven eight nine ten first second third",
    )
)
_ENDINGS = (
    *("ingly", "edly", "ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ness"),
    *("ers", "er", "ed", "es", "ly", "s", "e", "y"),
)
_SHORT = frozenset({"s", "e", "y", "es"})


@dataclass(frozen=True)
class Described:
    """A theme as suggestions know it. ``confirmed``: findings that people here coded to it."""

    theme_id: int
    name: str
    definition: str
    use_when: str
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()

    @property
    def told(self) -> tuple[str, ...]:
        """Whole findings that belong to it."""
        return (*self.examples, *self.confirmed)

    @property
    def terms(self) -> tuple[str, ...]:
        """Everything that describes it, word by word. Its name, and the words people use for it, weigh double."""
        weighty = (self.name, *self.words)
        return tuple(terms(" ".join((*weighty, *weighty, self.definition, self.use_when, *self.told))))


@dataclass(frozen=True)
class Suggestion:
    """A theme that may fit. ``shared``: words of the finding by which it was found."""

    theme_id: int
    shared: tuple[str, ...]


class Suggester:
    """Suggests themes. It knows only what stands in the themes it is given, and the likeness it is handed."""

    def __init__(self, themes: Iterable[Described], likeness: Likeness) -> None:
        self._themes, self._likeness = tuple(themes), likeness
        self._weights = _weights([theme.terms for theme in self._themes])
        self._told = [(place, text) for place, theme in enumerate(self._themes) for text in theme.told]

    def suggest(self, texts: Sequence[str]) -> list[tuple[Suggestion, ...]]:
        """For each text, every theme, the one that fits best first."""
        if not self._themes or not texts:
            return [() for _ in texts]
        by_meaning = self._by_meaning(texts)
        return [tuple(self._ranked(text, meant)) for text, meant in zip(texts, by_meaning, strict=True)]

    def _ranked(self, text: str, by_meaning: Sequence[float]) -> Iterator[Suggestion]:
        told = dict(spoken(text))
        shared = [sum(weights.get(term, 0) for term in told) for weights in self._weights]
        scores = [word + meant for word, meant in zip(_even(shared), by_meaning, strict=True)]
        for place in sorted(range(len(scores)), key=lambda place: (-scores[place], place)):
            weights = self._weights[place]
            best = nlargest(3, (term for term in told if term in weights), key=lambda term: weights[term])
            yield Suggestion(self._themes[place].theme_id, tuple(told[term] for term in best))

    def _by_meaning(self, texts: Sequence[str]) -> list[list[float]]:
        """Likeness to a theme's definition, to its words, and to the findings that belong to it, evened and halved."""
        meant = self._likeness(texts, [f"{theme.name}. {theme.definition}" for theme in self._themes])
        used = self._likeness(texts, [theme.use_when for theme in self._themes])
        words = self._likeness(texts, [", ".join(theme.words) or theme.name for theme in self._themes])
        told = self._nearest(texts)
        return [
            [(sum(parts)) / 2 for parts in zip(_even(_sums(a, b)), _even(c), _even(d), strict=True)]
            for a, b, c, d in zip(meant, used, words, told, strict=True)
        ]

    def _nearest(self, texts: Sequence[str]) -> list[list[float]]:
        """For each theme, how alike the findings are that belong to it and come nearest."""
        found: list[list[float]] = []
        alike = self._likeness(texts, [text for _, text in self._told]) if self._told else [[] for _ in texts]
        for row in alike:
            by_place: list[list[float]] = [[] for _ in self._themes]
            for (place, _), value in zip(self._told, row, strict=True):
                by_place[place].append(value)
            found.append([fmean(nlargest(_NEAREST, values)) if values else 0.0 for values in by_place])
        return found


def terms(text: str) -> list[str]:
    """The words of a text without their endings and without those that say nothing."""
    return [term for term, _ in spoken(text)]


def spoken(text: str) -> Iterator[tuple[str, str]]:
    """The words of a text that say something: without their endings, and as they stand."""
    for word in re.findall(r"[a-z][a-z'’]*", text.casefold()):
        bare = word.replace("’", "'").replace("'s", "")
        if len(bare) > 1 and bare not in _STOP:
            yield _stem(bare), bare


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= (3 if ending in _SHORT else 4):
            return word[: -len(ending)]
    return word


def _weights(documents: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """How much each word speaks for each theme (Okapi BM25): rare words more, words of long descriptions less."""
    counted = [Counter(document) for document in documents]
    among = Counter(term for counts in counted for term in counts)
    usual = fmean(map(len, documents)) if documents else 0.0
    found = []
    for counts in counted:
        dampened = _SATURATION * (1 - _LENGTH + _LENGTH * counts.total() / (usual or 1))
        found.append(
            {
                term: _rarity(among[term], len(documents)) * n * (_SATURATION + 1) / (n + dampened)
                for term, n in counts.items()
            }
        )
    return found


def _rarity(having: int, of: int) -> float:
    return math.log(1 + (of - having + 0.5) / (having + 0.5))


def _sums(one: Sequence[float], other: Sequence[float]) -> list[float]:
    return [a + b for a, b in zip(one, other, strict=True)]


def _even(values: Sequence[float]) -> list[float]:
    """The same values with mean 0 and spread 1, so that different measures can be added."""
    mean, spread = fmean(values), pstdev(values) or 1.0
    return [(value - mean) / spread for value in values]
