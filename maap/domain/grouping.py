"""Emerging groups: findings that fit no theme and are alike, so that people see whether a theme is missing."""

from collections import Counter
from collections.abc import Sequence

from maap.domain.suggesting import spoken

ALIKE = 0.4
"""From this likeness on, on average, findings stand together: nine in ten of a group then belong to one theme."""
FEWEST = 2
_MOST_WORDS = 4


def groups(likeness: Sequence[Sequence[float]], alike: float = ALIKE) -> list[tuple[int, ...]]:
    """Which of the texts belong together, the largest group first; texts that stand alone are in none.

    The two groups that are most alike on average become one, until no two are alike enough.
    """
    members: dict[int, tuple[int, ...]] = {number: (number,) for number in range(len(likeness))}
    between = {(a, b): likeness[a][b] for a in members for b in members if a < b and likeness[a][b] > 0}
    while between:
        (a, b), best = max(between.items(), key=lambda pair: (pair[1], -pair[0][0], -pair[0][1]))
        if best < alike:
            break
        between = _merged(between, members, a, b)
        members[a] = (*members[a], *members.pop(b))
    found = [tuple(sorted(group)) for group in members.values() if len(group) >= FEWEST]
    return sorted(found, key=lambda group: (-len(group), group))


def _merged(
    between: dict[tuple[int, int], float], members: dict[int, tuple[int, ...]], a: int, b: int
) -> dict[tuple[int, int], float]:
    """The likenesses after b joins a: those of the two, averaged by how many belong to each."""
    left, right = len(members[a]), len(members[b])
    kept = {pair: value for pair, value in between.items() if not {a, b} & set(pair)}
    for other in members:
        if other not in (a, b):
            one = between.get((min(a, other), max(a, other)), 0.0)
            two = between.get((min(b, other), max(b, other)), 0.0)
            kept[min(a, other), max(a, other)] = (left * one + right * two) / (left + right)
    return kept


def in_words(texts: Sequence[str]) -> tuple[str, ...]:
    """The words that most of the texts share: what the group may be about."""
    told = [dict(spoken(text)) for text in texts]
    among = Counter(term for words in told for term in words)
    usual: dict[str, Counter[str]] = {}
    for words in told:
        for term, word in words.items():
            usual.setdefault(term, Counter())[word] += 1
    shared = [term for term, n in among.most_common() if n > 1]
    return tuple(usual[term].most_common(1)[0][0] for term in shared[:_MOST_WORDS])
