"""Somebody outside who puts everything together that they were ever shown, with a linear program.

They know more than they should: how many cases each row had, and that cases were only ever added.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import linprog

from maap.domain.guessing import Seen
from maap.domain.rounding import line

Rule = Callable[[Sequence[int], Sequence[Seen]], Seen]


def ours(parts: Sequence[int], before: Sequence[Seen]) -> Seen:
    """The rule of the house."""
    return line(parts, before).seen(sum(parts))


@dataclass(frozen=True)
class Naive(Seen):
    """What is seen where only counts of 1 to 4 are hidden and everything else is exact."""

    @property
    def ranges(self) -> list[tuple[int, int]]:
        return [(1, 4) if part is None else (part, part) for part in self.parts or ()]


def hide_under_five(parts: Sequence[int], _: Sequence[Seen]) -> Seen:
    """The rule that everybody thinks of first."""
    return Naive(sum(parts), tuple(n if n == 0 or n >= 5 else None for n in parts), len(parts))


def worked_out(chain: Sequence[Seen]) -> list[list[tuple[int, int]]]:
    """The range of each part in each snapshot, from the oldest on."""
    width, cells = chain[0].width, [cell for seen in chain for cell in seen.ranges]
    sums = np.kron(np.eye(len(chain)), np.ones(width))
    later = list(range(width * (len(chain) - 1)))
    fewer = np.zeros((len(later), len(cells)))
    for row, at in enumerate(later):
        fewer[row, at], fewer[row, at + width] = 1, -1
    found = []
    for at in range(len(cells)):
        aim = np.zeros(len(cells))
        aim[at] = 1
        ends = [
            linprog(
                sign * aim,
                A_ub=fewer if len(later) else None,
                b_ub=np.zeros(len(later)) if len(later) else None,
                A_eq=sums,
                b_eq=[seen.total for seen in chain],
                bounds=cells,
            )
            for sign in (1, -1)
        ]
        assert all(end.success for end in ends), ends[0].message
        found.append((int(np.ceil(ends[0].fun - 1e-7)), int(np.floor(-ends[1].fun + 1e-7))))
    return [found[at : at + width] for at in range(0, len(found), width)]


def given_away(chain: Sequence[Seen], truth: Sequence[Sequence[int]]) -> int:
    """How many counts of 1 to 7 are known to within fewer than three numbers."""
    return sum(
        high - low + 1 < 3
        for row, true in zip(worked_out(chain), truth, strict=True)
        for (low, high), n in zip(row, true, strict=True)
        if 1 <= n <= 7
    )


def audits(seed: int, how_many: int, snapshots: int = 3) -> list[list[list[int]]]:
    """Random audits: for each, one row of four levels and «no grade» as it grows over up to so many snapshots."""
    dice = np.random.default_rng(seed)
    made = []
    for _ in range(how_many):
        likely = dice.dirichlet((1.5, 2.5, 1.5, 0.5, 0.4))
        sizes = [int(dice.integers(4, 40)), *map(int, dice.integers(5, 15, int(dice.integers(0, snapshots))))]
        steps = np.cumsum([dice.multinomial(size, likely) for size in sizes], axis=0)
        made.append([[int(n) for n in step] for step in steps])
    return made


def attacked(rule: Rule, history: Sequence[Sequence[int]]) -> int:
    """How many small counts come out when an audit's snapshots were shown by this rule."""
    chain: list[Seen] = []
    for parts in history:
        chain.append(rule(parts, tuple(chain)))
    return given_away(chain, history)
