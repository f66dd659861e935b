"""`python -m tests.attack.pairs [--tables 500] [--first 0] [--snapshots 3]`: a linear program over all that can be asked for outside.

First rows by themselves as they grow over up to so many snapshots; then every pair of tiles of a snapshot beside each
other: a case in which a theme is a strength is one in which some domain has one, and some kind of agency. No count of
one to seven may be known to within fewer than three numbers. Controls: «hide what is under five» for rows; and for
pairs, tiles that were rounded each by itself, without a look at the others.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from scipy.optimize import linprog

from maap.domain.shared import SharedTile, TileKey, Totals, place
from maap.domain.shared_sides import SIDES, NamedIn, beside_each_other, sides_tile
from tests.attack.attacker import attacked, audits, hide_under_five, ours


@dataclass(frozen=True)
class Table:
    """A random audit by case: which themes, domains and kinds are named in it, and what stands in each row."""

    rows: dict[TileKey, list[NamedIn]]

    @property
    def truth(self) -> dict[str, int]:
        """By row: in how many cases it is named."""
        return {
            place(str(key), f"{row.key}-{side}"): n
            for key, rows in self.rows.items()
            for row in rows
            for (side, _), n in zip(SIDES, row.sides, strict=True)
        }

    def tiles(self) -> tuple[list[SharedTile], Totals]:
        """Each tile by itself."""
        made = [sides_tile(key, rows, {}) for key, rows in self.rows.items()]
        return [tile for tile, _ in made], {at: n for _, totals in made for at, n in totals.items()}


def table(seed: int) -> Table:
    """Cases in which few or many themes are named, each in one domain and by one kind of agency."""
    dice = random.Random(seed)
    cases, likely = dice.randint(8, 60), dice.choice((0.02, 0.1, 0.3))
    names = {TileKey.THEMES: dice.randint(1, 6), TileKey.DOMAINS: dice.randint(1, 4), TileKey.KINDS: dice.randint(1, 3)}
    found: dict[TileKey, Counter[tuple[int, int]]] = {key: Counter() for key in names}
    for _ in range(cases):
        for side in (0, 1):
            marks = [at for at in range(names[TileKey.THEMES]) if dice.random() < likely]
            found[TileKey.THEMES].update((at, side) for at in set(marks))
            for key in (TileKey.DOMAINS, TileKey.KINDS):
                found[key].update((at, side) for at in {dice.randrange(names[key]) for _ in marks})
    return Table(
        {
            key: [NamedIn(f"r{at}", f"Row {at}", cases, found[key][at, 0], found[key][at, 1]) for at in range(n)]
            for key, n in names.items()
        }
    )


def told(tiles: Sequence[SharedTile], totals: Totals, truth: dict[str, int]) -> int:
    """How many small counts come out of any two tiles beside each other, on each side."""
    return sum(_told(two, side, totals, truth) for two in combinations(tiles, 2) for side, _ in SIDES)


def _told(two: Sequence[SharedTile], side: str, totals: Totals, truth: dict[str, int]) -> int:
    rows = [(at, tile, row) for at, tile in enumerate(two) for row in tile.rows if row.key.endswith(f"-{side}")]
    bounds: list[tuple[int, int]] = []
    for _, tile, row in rows:
        whole = totals[place(tile.name, row.key)]
        (low, high), (rest_low, rest_high) = row.line.seen(whole).ranges
        bounds.append((max(low, whole - rest_high), min(high, whole - rest_low)))
    less, anybody = _relations([at for at, _, _ in rows]), len(rows)
    out = 0
    for at, (_, tile, row) in enumerate(rows):
        n, whole = truth[place(tile.name, row.key)], totals[place(tile.name, row.key)]
        if not (1 <= n <= 7 or 1 <= whole - n <= 7):
            continue
        aim = np.zeros(anybody + 1)
        aim[at] = 1
        ends = [
            linprog(sign * aim, A_ub=less, b_ub=np.zeros(len(less)), bounds=[*bounds, (0, None)]) for sign in (1, -1)
        ]
        assert all(end.success for end in ends), ends[0].message
        out += int(-ends[1].fun + 1e-6) - int(np.ceil(ends[0].fun - 1e-6)) + 1 < 3
    return out


def _relations(of_tile: list[int]) -> list[list[float]]:
    """No row has more cases than those in which anything was named, and a tile's rows together have no fewer."""
    last = len(of_tile)
    rows = [[1.0 if at == row else -float(at == last) for at in range(last + 1)] for row in range(last)]
    tiles = [[*(-float(each == tile) for each in of_tile), 1.0] for tile in (0, 1)]
    return rows + tiles


def attack(seed: int) -> tuple[int, int]:
    """Small counts that come out of the tiles as they may stand beside each other; and as each is by itself."""
    made = table(seed)
    tiles, totals = made.tiles()
    return told(beside_each_other(tiles, totals, {}), totals, made.truth), told(tiles, totals, made.truth)


def main() -> int:
    """Attack, and say what came out."""
    asked = argparse.ArgumentParser(description="A linear program over all that can be asked for outside.")
    asked.add_argument("--tables", type=int, default=500)
    asked.add_argument("--first", type=int, default=0, help="the first seed: for rows, and for snapshots")
    asked.add_argument("--snapshots", type=int, default=3)
    chosen = asked.parse_args()
    histories = audits(20260303 + chosen.first, chosen.tables, chosen.snapshots)
    ruled, naive = (sum(attacked(rule, history) for history in histories) for rule in (ours, hide_under_five))
    sys.stdout.write(
        f"{chosen.tables:,} rows over up to {chosen.snapshots} snapshots: {ruled} told; hiding under five: {naive}.\n"
    )
    pairs = [attack(seed) for seed in range(chosen.first, chosen.first + chosen.tables)]
    together, apart = (sum(part) for part in zip(*pairs, strict=True))
    sys.stdout.write(
        f"{chosen.tables:,} snapshots, all pairs of tiles: {together} told; each tile by itself: {apart}.\n"
    )
    return int(bool(ruled or together) or not naive or not apart)


if __name__ == "__main__":
    sys.exit(main())
