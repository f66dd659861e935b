"""`python -m tests.attack.intruder [--seeds 20] [--first 0]`: a motivated intruder with one agency's account guesses others' answers.

Inside: with every figure that a manager may ask for, of the open audit and of the closed one beside all years, they
share each grade and each theme among the agencies that are asked about it, as fairly as the figures allow, and say how
likely each agency is to have given it. The prior does the same and knows only what decision 34 lets a manager know:
who is asked, how many returns came in, and that a grade belongs to anybody who answered. Outside: with every snapshot and their own records they guess,
for each other agency of their kind, in how many cases it named an area for development; the prior is the average of
the whole audit. The figure is the log-loss over what was true: less than 1 % better than the prior. Control: where one
agency may be left out of a figure, the same intruder must be much better.
"""

import argparse
import math
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from sqlmodel import Session

from maap.domain.people import Role
from maap.storage import db
from maap.storage.schema import migrate
from tests import factories as make
from tests.attack.figures import NAIVE, OURS, Cell, Figures, Sum
from tests.attack.random_audit import DOMAINS, LEVELS, SIDES, THEMES, RandomAudit
from tests.attack.years import YEARS

LITTLE = 1e-6
Guess = dict[Cell, float]


def shared_out(audit: RandomAudit, own: str, sums: Iterable[Sum]) -> Guess:
    """The fairest counts that fit the figures: each sum in turn is stretched or shrunk until it is right."""
    found, kept = list(sums), {}
    for one in found:
        for cell in (*one.cells, *one.less):
            kept[cell] = float(audit.true(cell)) if cell[0] == own else float(audit.may_answer(cell))
    for _ in range(60):
        for one in found:
            _fit(kept, one, own)
    return kept


def _fit(kept: Guess, one: Sum, own: str) -> None:
    mine = [cell for cell in one.cells if cell[0] != own]
    less = [cell for cell in one.less if cell[0] != own]
    fixed = one.n + sum(kept[cell] for cell in one.less if cell[0] == own)
    fixed -= sum(kept[cell] for cell in one.cells if cell[0] == own)
    now, against = sum(kept[cell] for cell in mine), sum(kept[cell] for cell in less) + max(0.0, fixed)
    if (one.sign == "<" and now <= against) or (one.sign == ">" and now >= against) or not mine or not now:
        return
    if not less:
        _scale(kept, mine, against / now)
    elif against:
        middle = math.sqrt(now * against)
        _scale(kept, mine, middle / now)
        _scale(kept, less, middle / against)


def _scale(kept: Guess, cells: list[Cell], by: float) -> None:
    for cell in cells:
        kept[cell] *= by


def losses(audit: RandomAudit, own: str, guess: Guess) -> tuple[float, float, int]:
    """The log-loss of the prior and of the intruder, of naming the agency behind each grade and theme; how many."""
    prior = mine = 0.0
    n = 0
    kinds = [(domain, LEVELS) for domain in DOMAINS]
    kinds += [(domain, tuple(f"{theme}/{side}" for theme in THEMES for side in SIDES)) for domain in ("", *DOMAINS)]
    for domain, whats in kinds:
        for what in whats:
            asked = [a.key for a in audit.agencies if a.key != own and audit.may_answer((a.key, domain, what, 0))]
            by_what = [guess.get((key, domain, what, 0), 0.0) for key in asked]
            by_all = [_said(guess, key, domain, whats) for key in asked]
            for key, likely, before in zip(asked, _shares(by_what), _shares(by_all), strict=True):
                true = audit.true((key, domain, what, 0))
                prior -= true * math.log(before)
                mine -= true * math.log(likely)
                n += true
    return prior, mine, n


def _said(guess: Guess, key: str, domain: str, whats: tuple[str, ...]) -> float:
    """How much an agency said in a domain: what it handed in where grades are asked, and anything it named."""
    return sum(guess.get((key, domain, what, 0), 0.0) for what in whats)


def _shares(parts: list[float]) -> list[float]:
    whole = sum(parts)
    even = 1 / len(parts) if parts else 0.0
    return [max(LITTLE, part / whole) if whole > LITTLE else even for part in parts]


def inside(session: Session, seed: int, figures: Figures) -> tuple[float, float, int]:
    """One random audit, seen by a manager of its first agency."""
    audit = RandomAudit(session, random.Random(seed), not_known=0.1)
    police = audit.agencies[0]
    manager = make.acting(session, Role.OBSERVER, agency=police)
    sums = figures(session, manager, audit)
    if figures is OURS:
        sums = (*sums, *YEARS(session, manager, audit))
    return losses(audit, police.key, shared_out(audit, police.key, sums))


def outside(seed: int, cases: int = 40) -> tuple[float, float, int]:
    """Three to six agencies of a kind, each with its own habit, seen through snapshots by one of them.

    They know their own cases, and the rounded number of cases in which any of the kind named an area, at each snapshot.
    """
    from maap.domain.guessing import Seen
    from maap.domain.rounding import line

    dice = random.Random(seed)
    habits = [dice.uniform(0.05, 0.6) for _ in range(dice.randint(3, 6))]
    said = [[dice.random() < habit for habit in habits] for _ in range(cases)]
    chain: list[Seen] = []
    for until in range(5, cases + 1, 5):
        n = sum(any(case) for case in said[:until])
        chain.append(line((n, until - n), tuple(chain)).seen(until, (n, until - n)))
    shown = [seen for seen in chain if seen.parts is not None and seen.parts[0] is not None]
    own = sum(case[0] for case in said) / cases
    others = len(habits) - 1
    average = sum(sum(case[1:]) for case in said) / (cases * others)
    guess = average
    if shown:
        part = min(0.99, (shown[-1].parts or (0,))[0] / shown[-1].total)  # type: ignore[operator]
        nobody = min(1.0, (1 - part) / max(LITTLE, 1 - own))
        guess = 1 - nobody ** (1 / others)
    told = Counter(case[at] for case in said for at in range(1, len(habits)))
    return _loss(told, average), _loss(told, guess), cases * others


def _loss(told: Counter[bool], guess: float) -> float:
    likely = min(1 - LITTLE, max(LITTLE, guess))
    return -told[True] * math.log(likely) - told[False] * math.log(1 - likely)


def better(found: Iterable[tuple[float, float, int]]) -> tuple[float, float, float]:
    """The log-loss of prior and intruder per answer, and by how much the intruder is better, as a part of the prior."""
    prior, mine, n = map(sum, zip(*found, strict=True))
    return prior / n, mine / n, (prior - mine) / prior


def main() -> int:
    """Guess, and say how well."""
    asked = argparse.ArgumentParser(description="A motivated intruder with one agency's account.")
    asked.add_argument("--seeds", type=int, default=20)
    asked.add_argument("--first", type=int, default=0, help="the first seed")
    chosen = asked.parse_args()
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    results = {}
    with tempfile.TemporaryDirectory() as folder:
        engine = db.engine_for(f"sqlite:///{Path(folder) / 'maap.db'}")
        migrate(engine)
        for name, figures in (("managers' charts and years", OURS), ("control: one agency may be left out", NAIVE)):
            found = []
            for seed in seeds:
                with Session(engine, expire_on_commit=False) as session:
                    found.append(inside(session, seed, figures))
                    session.rollback()
            results[name] = better(found)
        engine.dispose()
    results["outside snapshots"] = better(outside(seed) for seed in seeds)
    for name, (prior, mine, part) in results.items():
        sys.stdout.write(
            f"{name}: log-loss of the prior {prior:.4f}, of the intruder {mine:.4f}, better by {part:.2%}\n"
        )
    control = results.pop("control: one agency may be left out")[2]
    return int(any(part >= 0.01 for _, _, part in results.values()) or control < 0.01)


if __name__ == "__main__":
    sys.exit(main())
