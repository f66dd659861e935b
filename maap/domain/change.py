"""Whether two counts differ by more than chance would make them differ."""

from math import comb

LIKELY_CHANCE = 0.05
"""Differences that chance brings about more often than this are not called a change."""


def chance(a: int, of_a: int, b: int, of_b: int) -> float:
    """How often chance alone makes two samples differ at least as much as these (Fisher's exact test, two-sided)."""
    drawn, whole = a + b, of_a + of_b
    ways = [comb(of_a, x) * comb(of_b, drawn - x) for x in range(drawn + 1)]
    seen = ways[a]
    return sum(each for each in ways if each <= seen) / comb(whole, drawn)


def is_a_change(a: int, of_a: int, b: int, of_b: int) -> bool:
    """Whether «a of of_a» and «b of of_b» differ by more than chance."""
    return bool(of_a and of_b) and chance(a, of_a, b, of_b) < LIKELY_CHANCE
