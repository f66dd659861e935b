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


def leans(a: int, b: int) -> bool:
    """Whether more went one way than the other by more than chance (the exact sign test, two-sided)."""
    moved, fewer = a + b, min(a, b)
    one_side = sum(comb(moved, k) for k in range(fewer + 1))
    return bool(moved) and a != b and 2 * one_side / 2**moved < LIKELY_CHANCE
