"""What an auditor finds worth saying about practice: more often this in one audit, more often that in another."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random

from maap.demonstration.areas import AREAS
from maap.demonstration.dice import dice, weighted
from maap.demonstration.findings import Finding, fitting
from maap.demonstration.practice import Practice
from maap.demonstration.strengths import STRENGTHS

_NOTHING = {
    "strength": {"inadequate": 0.4, "requires_improvement": 0.15},
    "area": {"outstanding": 0.5, "good": 0.1},
}
"""How often there is nothing to say, by polarity and grade."""
_MUCH = {"strength": ("outstanding",), "area": ("inadequate", "requires_improvement")}


@dataclass(frozen=True)
class Leaning:
    """What an audit's returns lean to. ``settled``: themes that nobody names as an area; ``quiet``: nor at all."""

    audit: str
    settled: tuple[str, ...] = ()
    quiet: tuple[str, ...] = ()


def observed(roll: Random, how: Practice, domain: str, leaning: Leaning) -> dict[str, list[Finding]]:
    """Up to two findings of each polarity about a domain. No theme is both in one return: that would contradict."""
    works = _chosen(roll, how, domain, "strength", leaning)
    settled = (*leaning.settled, *(one.theme for one in works))
    return {"strength": works, "area": _chosen(roll, how, domain, "area", leaning, settled)}


def _chosen(
    roll: Random, how: Practice, domain: str, polarity: str, leaning: Leaning, unnamed: tuple[str, ...] = ()
) -> list[Finding]:
    grade = how.grades.get(domain, "good")
    if roll.random() < _NOTHING[polarity].get(grade, 0.0):
        return []
    there = fitting(STRENGTHS if polarity == "strength" else AREAS, domain, how.agency)
    lots = [(_lot(roll, one, leaning), one) for one in there if one.theme not in (*leaning.quiet, *unnamed)]
    number = 2 if grade in _MUCH[polarity] else weighted(roll, ((1, 2), (2, 1)))
    return [one for _, one in sorted(lots, reverse=True)[:number]]


def _lot(roll: Random, one: Finding, leaning: Leaning) -> float:
    """A finding's luck: the larger its weight in this audit, the better."""
    return float(roll.random() ** (1 / _weight(leaning.audit, one.text)))


@lru_cache(maxsize=4096)
def _weight(audit: str, text: str) -> int:
    return dice(audit, text).choice((1, 1, 2, 5))
