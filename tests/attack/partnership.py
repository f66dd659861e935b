"""`python -m tests.attack.partnership [--audits 1000] [--naive]`: managers attack the live charts of random audits.

A manager of an agency, one of none, and whoever stands before a screen ask for every figure that their audience may
ask for, with every filter. They know their own agency's records, which agency is asked what, and who takes part. A
linear program then says of every other agency, by name, the least that it must have graded or named: as soon as that
is more than nothing, a chart has put an agency's name on a grade. With `--naive` the same figures come without the
rule: then the attacker must win.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix, lil_matrix, vstack
from sqlmodel import Session

from maap.domain.disclosure import ANYBODY
from maap.domain.people import Actor, Role
from maap.storage import db
from maap.storage.schema import migrate
from tests import factories as make
from tests.attack.figures import NAIVE, OURS, Cell, Figures, Sum, watched
from tests.attack.random_audit import ANSWERED, DOMAINS, LEVELS, RandomAudit
from tests.attack.years import NAIVE_YEARS, YEARS

Numbers = np.ndarray[tuple[int, ...], np.dtype[np.float64]]


@dataclass(frozen=True)
class Found:
    """What an attack brought out: cells that are surely not nought, as a name on a grade."""

    reader: str
    cells: tuple[Cell, ...] = ()
    too_few: tuple[str, ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.cells or self.too_few)


def readers(session: Session, audit: RandomAudit) -> dict[str, Actor]:
    """A manager of the first agency, one of none, one of an agency that takes no part, and a screen on a wall."""
    police, stranger = audit.agencies[0], make.agency(session, "fire", position=99)
    return {
        "of an agency": make.acting(session, Role.OBSERVER, agency=police),
        "of no agency": make.acting(session, Role.OBSERVER),
        "of a stranger": make.acting(session, Role.OBSERVER, agency=stranger),
        "a screen": Actor(0, "A screen", frozenset({Role.OBSERVER}), ANYBODY, make.NOW),
    }


def attack(audit: RandomAudit, name: str, own: str, sums: tuple[Sum, ...]) -> Found:
    """Everything that this reader was ever shown, put together."""
    cells = sorted({cell for one in sums for cell in (*one.cells, *one.less)})
    if not cells:
        return Found(name)
    low = np.array([audit.true(cell) if cell[0] == own else 0 for cell in cells], dtype=float)
    high = np.array([np.inf if audit.may_answer(cell) else 0 for cell in cells])
    high = np.where([cell[0] == own for cell in cells], low, high)
    others = [cell for cell in cells if cell[0] != own and cell[2] not in (ANSWERED, "any") and audit.may_answer(cell)]
    told = _surely_some(cells, sums, low, high, others)
    told = tuple(cell for cell in told if not _is_everybody(audit, cell, told, others))
    return Found(name, told, tuple(_too_few(audit, own, sums)))


def _is_everybody(audit: RandomAudit, cell: Cell, told: tuple[Cell, ...], others: list[Cell]) -> bool:
    """Whether each of at least three others said the same, which decision 34 lets a manager know: it sets none apart.

    Each that is asked; or, of those of whom it is told, each whose returns say nothing else. Who named a theme in a
    domain named it in the audit.
    """
    for domain in (cell[1], *(() if cell[1] else DOMAINS)):
        asked = [one for one in others if one[1:] == (domain, *cell[2:])]
        surely = [one for one in asked if one in told]
        if (cell[0], domain, *cell[2:]) in surely and len(asked) >= 3:
            unanimous = len(surely) >= 3 and all(audit.said_nothing_else(one) for one in asked)
            if unanimous or all(audit.true(one) for one in asked):
                return True
    return False


def _surely_some(
    cells: list[Cell], sums: tuple[Sum, ...], low: Numbers, high: Numbers, open_cells: list[Cell]
) -> tuple[Cell, ...]:
    """The cells that are more than nothing in every audit that would have given these figures.

    A cell that is nothing in one such audit is cleared; each program clears as many as it can, the last ones singly.
    """
    at = {cell: n for n, cell in enumerate(cells)}
    equal, most, least = (_matrix([one for one in sums if one.sign == sign], at) for sign in ("=", "<", ">"))
    left, told, singly = list(open_cells), [], False
    while left:
        aim = np.zeros(len(cells))
        aim[[at[cell] for cell in (left[:1] if singly else left)]] = 1
        end = linprog(
            aim,
            A_eq=equal[0],
            b_eq=equal[1],
            A_ub=vstack([most[0], -least[0]]),
            b_ub=np.concatenate([most[1], -least[1]]),
            bounds=np.column_stack([low, high]),
        )
        assert end.success, end.message
        kept = [cell for cell in left if end.x[at[cell]] > 1e-6]
        if singly and kept and kept[0] == left[0]:
            told.append(kept.pop(0))
        singly, left = singly or len(kept) == len(left), kept
    return tuple(told)


def _matrix(sums: list[Sum], at: Mapping[Cell, int]) -> tuple[csr_matrix, Numbers]:
    found = lil_matrix((len(sums), len(at)))
    for line, one in enumerate(sums):
        for cell in one.cells:
            found[line, at[cell]] = 1
        for cell in one.less:
            found[line, at[cell]] = -1
    return csr_matrix(found), np.array([one.n for one in sums], dtype=float)


def _too_few(audit: RandomAudit, own: str, sums: tuple[Sum, ...]) -> Iterator[str]:
    """Domains that are shown although fewer than three others graded them. Only for who can take their own away."""
    if not own:
        return
    for domain in {one.domain for one in sums if one.domain and one.about == "grades"}:
        others = {a.key for a in audit.agencies if a.key != own and audit.graded_in(a.key, domain)}
        if len(others) < 3:
            yield f"{domain}: {len(others)} others graded it"


def audited(session: Session, seed: int, figures: Figures) -> list[Found]:
    """Attack one random audit as every reader."""
    audit = RandomAudit(session, random.Random(seed), not_known=0.15 if seed % 5 == 2 else 0.0)
    found = [
        attack(audit, name, _own(audit, name), figures(session, actor, audit))
        for name, actor in readers(session, audit).items()
    ]
    return [one for one in found if one]


def followed(session: Session, seed: int, figures: Figures) -> list[Found]:
    """Attack one random audit by looking again after each return that came in, with all that was seen before."""
    audit = RandomAudit(session, random.Random(seed), returns=0)
    who = readers(session, audit)
    seen: dict[str, list[tuple[Sum, ...]]] = {name: [] for name in who}
    while audit.one_more():
        for name, actor in who.items():
            seen[name].append(figures(session, actor, audit))
    found = [attack(audit, name, _own(audit, name), watched(audit, steps)) for name, steps in seen.items()]
    return [one for one in found if one.cells]


def _own(audit: RandomAudit, name: str) -> str:
    return audit.agencies[0].key if name in ("of an agency", "a screen") else ""


def run(engine: Callable[[], Session], seeds: range, figures: Figures) -> dict[int, list[Found]]:
    """The random audits that gave something away. Each is undone again."""
    told: dict[int, list[Found]] = {}
    for seed in seeds:
        with engine() as session:
            if found := audited(session, seed, figures):
                told[seed] = found
            session.rollback()
    return told


def main() -> int:
    """Attack, and say what came out."""
    asked = argparse.ArgumentParser(description="Managers attack the live charts of random audits.")
    asked.add_argument("--audits", type=int, default=1_000)
    asked.add_argument("--first", type=int, default=0, help="the first seed")
    asked.add_argument("--naive", action="store_true", help="without the rule: the attacker must win")
    asked.add_argument("--years", action="store_true", help="closed audits: their dashboard and all years together")
    chosen = asked.parse_args()
    rule, without = (YEARS, NAIVE_YEARS) if chosen.years else (OURS, NAIVE)
    with tempfile.TemporaryDirectory() as folder:
        engine = db.engine_for(f"sqlite:///{Path(folder) / 'maap.db'}")
        migrate(engine)
        seeds = range(chosen.first, chosen.first + chosen.audits)
        told = run(lambda: Session(engine, expire_on_commit=False), seeds, without if chosen.naive else rule)
        engine.dispose()
    cells = sum(len(one.cells) for found in told.values() for one in found)
    sys.stdout.write(f"{chosen.audits:,} audits, {4 * chosen.audits:,} readers, levels {', '.join(LEVELS)}.\n")
    sys.stdout.write(f"{len(told):,} audits gave something away, {cells:,} grades or themes of a named agency.\n")
    for seed, found in list(told.items())[:5]:
        sys.stdout.write(f"  seed {seed}: {found[0]}\n")
    return int(bool(told) is not chosen.naive)


if __name__ == "__main__":
    sys.exit(main())
