"""What an outsider can work out from rounded figures: the narrowest range of each count that fits all they have seen.

They are taken to know more than they should: how many cases there were each time, and that cases were only added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

FEWEST_LEFT = 3
"""A hidden count is safe while at least this many numbers are possible."""
_LARGEST_HIDDEN = 7

Range = tuple[int, int]
_Row = list[Range]


@dataclass(frozen=True)
class Seen:
    """A row of one snapshot: its true total, and its parts as shown; None for a row that was hidden whole.

    ``true``: its true parts, which nobody outside knows; empty where they were not kept.
    """

    total: int
    parts: tuple[int | None, ...] | None
    width: int
    true: tuple[int, ...] = ()

    @property
    def ranges(self) -> list[Range]:
        """What each part may be, looked at alone."""
        if self.parts is None:
            return [(0, self.total)] * self.width
        return [_alone(part) for part in self.parts]


def _alone(part: int | None) -> Range:
    if part is None:
        return 1, _LARGEST_HIDDEN
    return (0, 0) if part == 0 else (part - 2, part + 2)


def ranges(chain: Sequence[Seen]) -> list[list[Range]]:
    """The ranges that are left when everything is put together, a row for each snapshot from the oldest on.

    Neither wider nor narrower than a linear program would find them (decision 47). Earlier snapshots beside which the
    later ones cannot be true, because a grade was changed or a case taken out, are looked at alone.
    """
    found = [seen.ranges for seen in chain]
    for at, row in zip(*_that_fit(chain), strict=True):
        found[at] = row
    return found


def _that_fit(chain: Sequence[Seen]) -> tuple[Sequence[int], list[_Row]]:
    """The snapshots that can all be true, by their place, the latest before all others; and what is left of them."""
    whole = _narrowed(chain)
    if whole is not None:
        return range(len(chain)), whole
    kept: list[int] = []
    left: list[_Row] = []
    for at in reversed(range(len(chain))):
        narrowed = _narrowed([chain[one] for one in (at, *kept)])
        if narrowed is not None:
            kept, left = [at, *kept], narrowed
    return kept, left


def _narrowed(chain: Sequence[Seen]) -> list[_Row] | None:
    """What is left of the ranges of snapshots that are all true; None where they cannot all be."""
    if any(later.total < seen.total for seen, later in pairwise(chain)):
        return None
    found = [seen.ranges for seen in chain]
    compared = _compared(len(chain), chain[0].width if chain else 0)
    while True:
        before = list(found)
        found = [_summed(row, seen.total) for row, seen in zip(found, chain, strict=True)]
        for at, later in compared:
            grown = chain[later].total - chain[at].total
            found[at], found[later] = _before_and_after(found[at], found[later], grown)
        if any(low > high for row in found for low, high in row):
            return None
        if found == before:
            return found


def _compared(snapshots: int, width: int) -> list[tuple[int, int]]:
    """Which snapshots are held beside each other. Of rows of two parts each and its next, there and back, tell all."""
    if width > 2:
        return list(combinations(range(snapshots), 2))
    neighbours = list(pairwise(range(snapshots)))
    return [*neighbours, *reversed(neighbours)]


def _summed(row: _Row, total: int) -> _Row:
    """The parts make up the total: each is what the others leave."""
    least, most = sum(low for low, _ in row), sum(high for _, high in row)
    return [(max(low, total - (most - high)), min(high, total - (least - low))) for low, high in row]


def _before_and_after(earlier: _Row, later: _Row, grown: int) -> tuple[_Row, _Row]:
    """A row before and after ``grown`` cases came to it: no part shrank, and each grew by what the others leave."""
    both = list(zip(earlier, later, strict=True))
    least = [max(0, b[0] - a[1]) for a, b in both]
    room = grown - sum(least)
    pairs = [_together(a, b, room + own) for (a, b), own in zip(both, least, strict=True)]
    return [a for a, _ in pairs], [b for _, b in pairs]


def _together(a: Range, b: Range, most: int) -> tuple[Range, Range]:
    """A part before and after it grew by ``most`` at most."""
    return (max(a[0], b[0] - most), min(a[1], b[1])), (max(b[0], a[0]), min(b[1], a[1] + most))


def gives_away(chain: Sequence[Seen]) -> bool:
    """Whether some small count is known too well, in a row that was shown or in one that was hidden whole."""
    return any(
        _too_well(seen, at, found)
        for seen, row in zip(chain, ranges(chain), strict=True)
        for at, found in enumerate(row)
    )


def _too_well(seen: Seen, at: int, found: Range) -> bool:
    low, high = found
    if high - low + 1 >= FEWEST_LEFT or high < 1 or low > _LARGEST_HIDDEN:
        return False
    if seen.parts is None:
        return found != (0, seen.total)
    return seen.parts[at] is None
