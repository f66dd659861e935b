"""Chance that falls the same way every time: the demonstration is the same on every machine."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


def dice(*about: object) -> Random:
    """Dice that belong to something, such as a case and an agency; what else is thrown does not change them."""
    return Random("/".join(map(str, about)))  # noqa: S311  (made-up practice, no secret)


def weighted(roll: Random, chances: Sequence[tuple[T, float]]) -> T:
    """One of several things, each with its weight."""
    things, weights = [thing for thing, _ in chances], [weight for _, weight in chances]
    return roll.choices(things, weights)[0]
