"""Whether somebody who handed in the new cases themselves could tell a hidden count by where a total jumps.

They are taken to know the rule, every total, and exactly what each new case added. Whether a row is hidden therefore
depends on what they know and never on the hidden count itself: otherwise hiding would tell as much as showing.
"""

from collections.abc import Callable, Sequence

from maap.domain.guessing import FEWEST_LEFT, Seen

Parts = tuple[int | None, ...]
Shows = Callable[[tuple[int, ...], Sequence[Seen]], Parts | None]
"""What would be shown of these true parts after those snapshots; None for a row that is hidden whole."""
_LARGEST_HIDDEN = 7
_Groups = dict[Parts | None, list[int]]


def could_be_tuned(shows: Shows, parts: Sequence[int], before: Sequence[Seen]) -> bool:
    """Whether what is shown now could leave a count of one to seven less than three numbers.

    Of rows of two parts: what was named in a case, which its agencies decide. What a panel agrees nobody tunes alone.
    """
    if len(parts) != 2 or not all(seen.true for seen in before):
        return False
    history = [*(seen.true for seen in before), tuple(parts)]
    first, possible = history[0], list(range(sum(history[0]) + 1))
    for at, true in enumerate(history):
        groups: _Groups = {}
        now = {n: _then(n, first, true) for n in possible}
        for n, world in now.items():
            if min(world) >= 0:
                groups.setdefault(shows(world, before[:at]), []).append(n)
        opened = any(_is_too_small(group, possible, now, sum(first)) for group in groups.values())
        if at == len(before):
            return opened
        if not opened:
            possible = next(group for group in groups.values() if first[0] in group)
    return False


def _then(n: int, first: Sequence[int], true: Sequence[int]) -> tuple[int, int]:
    """The two parts later on, had the first of them been ``n`` at the beginning."""
    return n + true[0] - first[0], sum(first) - n + true[1] - first[1]


def _is_too_small(group: list[int], possible: list[int], now: dict[int, tuple[int, int]], total: int) -> bool:
    """Whether few counts would show this, more were possible before, and a small number of children is among them."""
    if len(group) >= min(FEWEST_LEFT, len(possible)):
        return False
    return any(1 <= count <= _LARGEST_HIDDEN for n in group for count in (n, total - n, *now[n]))
