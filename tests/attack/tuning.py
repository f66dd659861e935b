"""`python -m tests.attack.tuning [--cells 500] [--seed 20260303] [--naive]`: an agency tunes hidden counts with cases of its own.

For each cell k = 0 to 12 own cases that name it come in, one after the other, and what is shown is read each time.
The attacker knows their own cases and the rule, tries every count that the cell may have had, and keeps those that
would have shown the same all along. A cell is recovered when one is left. First against the house, whose link shows a
snapshot that own cases cannot move; then, harder, as if others' cases let a snapshot be cut after each fifth one.
With `--naive` the rounded figures are live: then the attacker must win.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from maap.domain.guessing import Seen
from maap.domain.rounding import line, rounded

MOST_OWN = 12
Shown = tuple[tuple[int | None, ...] | None, ...]


@dataclass(frozen=True)
class Cell:
    """A hidden count, how many cases do not have it, and how many own ones come in between two snapshots."""

    n: int
    rest: int
    steps: tuple[int, ...]


def cells(seed: int, how_many: int) -> list[Cell]:
    """Hidden counts of one to seven in rows of every size."""
    dice = random.Random(seed)
    return [
        Cell(dice.randint(1, 7), dice.randint(8, 60), tuple(dice.randint(5, 9) for _ in range(3)))
        for _ in range(how_many)
    ]


def naive(cell: Cell) -> Shown:
    """Rounded, and live: after each own case."""
    return tuple((rounded(cell.n + k), rounded(cell.rest)) for k in range(MOST_OWN + 1))


def stepwise(cell: Cell) -> Shown:
    """Snapshots by the rule of the house, with at least five own cases between two."""
    chain: list[Seen] = []
    for k in (0, *(sum(cell.steps[:at]) for at in range(1, len(cell.steps) + 1))):
        parts = (cell.n + k, cell.rest)
        chain.append(line(parts, tuple(chain)).seen(sum(parts), parts))
    return tuple(seen.parts for seen in chain)


def possible(cell: Cell, shows: object) -> list[int]:
    """The counts that would have shown the same: the attacker knows the total, the rule and every own case."""
    whole = cell.n + cell.rest
    candidates = (Cell(n, whole - n, cell.steps) for n in range(whole + 1))
    seen = shows(cell)  # type: ignore[operator]
    return [other.n for other in candidates if shows(other) == seen]  # type: ignore[operator]


def recovered(of: Sequence[Cell], shows: object) -> Iterator[tuple[Cell, list[int]]]:
    """The cells of which fewer than three counts are left."""
    for cell in of:
        left = possible(cell, shows)
        if len(left) < 3:
            yield cell, left


def main() -> int:
    """Attack, and say what came out."""
    asked = argparse.ArgumentParser(description="An agency tunes hidden counts with its own cases.")
    asked.add_argument("--cells", type=int, default=500)
    asked.add_argument("--seed", type=int, default=20260303)
    asked.add_argument("--naive", action="store_true", help="live figures: the attacker must win")
    chosen = asked.parse_args()
    found = list(recovered(cells(chosen.seed, chosen.cells), naive if chosen.naive else stepwise))
    exactly = sum(len(left) == 1 for _, left in found)
    sys.stdout.write(
        f"{chosen.cells:,} cells, k = 0 to {MOST_OWN}: {exactly:,} recovered, "
        f"{len(found) - exactly:,} more known to within two numbers.\n"
    )
    for cell, left in found[:5]:
        sys.stdout.write(f"  {cell}: {left}\n")
    return int(bool(found) is not chosen.naive)


if __name__ == "__main__":
    sys.exit(main())
