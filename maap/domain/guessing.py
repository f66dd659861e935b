"""What an outsider can work out from rounded figures: the narrowest range of each count that fits all they have seen.

They are taken to know more than they should: how many cases there were each time, and that cases were only added.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

FEWEST_LEFT = 3
"""A hidden count is safe while at least this many numbers are possible."""
_LARGEST_HIDDEN = 7
_MOST_ROUNDS = 200

Range = tuple[int, int]


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
    return (0, 0) if part == 0 else (max(part - 2, _LARGEST_HIDDEN + 1), part + 2)


def ranges(chain: Sequence[Seen]) -> list[list[Range]]:
    """The ranges that are left when everything is put together, a row for each snapshot from the oldest on."""
    found = [seen.ranges for seen in chain]
    for _ in range(_MOST_ROUNDS):
        narrowed = [_summed(row, seen.total) for row, seen in zip(found, chain, strict=True)]
        for at, later in combinations(range(len(chain)), 2):
            grown = chain[later].total - chain[at].total
            both = list(zip(narrowed[at], narrowed[later], strict=True))
            least = [max(0, b[0] - a[1]) for a, b in both]
            room = grown - sum(least)
            pairs = [_together(a, b, room + own) for (a, b), own in zip(both, least, strict=True)]
            narrowed[at], narrowed[later] = [a for a, _ in pairs], [b for _, b in pairs]
        if narrowed == found:
            break
        found = narrowed
    return found


def _summed(row: list[Range], total: int) -> list[Range]:
    """The parts make up the total: each is what the others leave."""
    least, most = sum(low for low, _ in row), sum(high for _, high in row)
    return [(max(low, total - (most - high)), min(high, total - (least - low))) for low, high in row]


def _together(a: Range, b: Range, grown: int) -> tuple[Range, Range]:
    """A part before and after ``grown`` cases came to its row. Fewer cases than before tell nothing."""
    if grown < 0:
        return a, b
    earlier = max(a[0], b[0] - grown), min(a[1], b[1])
    later = max(b[0], a[0]), min(b[1], a[1] + grown)
    if earlier[0] > earlier[1] or later[0] > later[1]:
        return a, b  # a grade was changed meanwhile: the two do not go together
    return earlier, later


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
