"""Whether two counts differ by more than chance would make them differ."""

from math import comb

LIKELY_CHANCE = 0.05
"""Differences that chance brings about more often than this are not called a change."""
_NOTHING = 1e-30
"""A split so unlikely beside the likeliest weighs nothing in a sum, and those beyond it even less."""
_ALIKE = 1 + 1e-9
"""Two splits that are equally likely may differ so much by how numbers are kept."""


def chance(a: int, of_a: int, b: int, of_b: int) -> float:
    """How often chance alone makes two samples differ at least as much as these (Fisher's exact test, two-sided).

    Right to nine digits, and as quick for thousands of returns as for dozens.
    """
    ways = _ways(a + b, of_a, of_b)
    seen = ways.get(a, 0.0) * _ALIKE
    return min(1.0, sum(each for each in ways.values() if each <= seen) / sum(ways.values()))


def _ways(drawn: int, of_a: int, of_b: int) -> dict[int, float]:
    """How likely each split of ``drawn`` between the samples is, beside the likeliest. What weighs nothing is left out.

    Each split is worked out from its neighbour (the hypergeometric distribution), outwards from the likeliest.
    """
    least, most = max(0, drawn - of_b), min(drawn, of_a)
    likeliest = min(most, max(least, (drawn + 1) * (of_a + 1) // (of_a + of_b + 2)))
    more = ((x + 1, (of_a - x) * (drawn - x) / ((x + 1) * (of_b - drawn + x + 1))) for x in range(likeliest, most))
    fewer = ((x - 1, x * (of_b - drawn + x) / ((of_a - x + 1) * (drawn - x + 1))) for x in range(likeliest, least, -1))
    ways = {likeliest: 1.0}
    for outwards in (more, fewer):
        here = 1.0
        for x, beside_its_neighbour in outwards:
            here *= beside_its_neighbour
            if here < _NOTHING:
                break
            ways[x] = here
    return ways


def is_a_change(a: int, of_a: int, b: int, of_b: int) -> bool:
    """Whether «a of of_a» and «b of of_b» differ by more than chance."""
    return bool(of_a and of_b) and chance(a, of_a, b, of_b) < LIKELY_CHANCE


def leans(a: int, b: int) -> bool:
    """Whether more went one way than the other by more than chance (the exact sign test, two-sided)."""
    moved, fewer = a + b, min(a, b)
    one_side = sum(comb(moved, k) for k in range(fewer + 1))
    return bool(moved) and a != b and 2 * one_side / 2**moved < LIKELY_CHANCE
