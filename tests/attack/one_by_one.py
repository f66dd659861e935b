"""`python -m tests.attack.one_by_one [--cases 60] [--audits 1] [--first 1]`: cases come in one at a time, and a reader outside looks each time.

Everything goes through the use cases: three agencies of one kind and one more answer a case and submit it, the panel
agrees its grades, the coordinator tries to take a snapshot, and the chair approves one when it may be taken. What the
link shows must not change in between; and whoever keeps every snapshot must not work out a small number from them.
"""

import argparse
import itertools
import random
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sqlmodel import Session

from maap.domain.giving import Given
from maap.domain.guessing import Seen
from maap.domain.panels import AgreedGrade
from maap.domain.people import Actor, Role
from maap.domain.questionnaire import Questionnaire
from maap.domain.rounding import line
from maap.domain.shared import SharedBody, TileKey, TooSoon
from maap.storage import db
from maap.storage import tables as t
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.usecases.answering import save_answer
from maap.usecases.fieldwork import submit
from maap.usecases.panel import agree_grade
from maap.usecases.sharing import approve_snapshot, make_share_link, take_snapshot
from maap.views.sharing import behind_link
from tests import factories as make
from tests.attack.attacker import given_away, hide_under_five
from tests.attack.random_audit import DOMAINS, GRADED, SIDES, THEMES, graded, scale

FORM = Questionnaire.model_validate(
    {
        "key": "small",
        "title": "Small",
        "audience": "children",
        "domains": [{"key": key, "name": key.capitalize()} for key in DOMAINS],
        "scales": [scale("grade4", [*zip(GRADED, (1, 2, 3, 4), strict=True), ("not_seen", None)])],
        "sections": [
            {
                "id": "all",
                "title": "All",
                "questions": [
                    *(graded(f"grade_{domain}", domain, "grade4", []) for domain in DOMAINS),
                    *(
                        {"id": f"{side}_{domain}", "kind": "themes", "label": side, "domain": domain}
                        | {"polarity": side, "need": "optional"}
                        for domain in DOMAINS
                        for side in SIDES
                    ),
                ],
            }
        ],
    }
)
AGENCIES = (("police", ""), ("health", "health"), ("camhs", "health"), ("mash", "health"))
Row = tuple[str, str]
"""A tile and a row of it."""


@dataclass
class Growing:
    """An audit that grows by a case at a time. ``truth``: what stands in each row now, counted apart from the house."""

    session: Session
    dice: random.Random
    truth: dict[Row, Counter[int]] = field(default_factory=dict)
    cases: int = 0
    answered: int = 0

    def __post_init__(self) -> None:
        self.agencies = [make.agency(self.session, key, kind=kind) for key, kind in AGENCIES]
        self.audit = make.audit(self.session, *self.agencies)
        freeze(self.audit, FORM)
        self.session.add(self.audit)
        for theme in THEMES:
            make.theme(self.session, theme)
        self.coordinator, self.chair = (make.acting(self.session, role) for role in (Role.COORDINATOR, Role.CHAIR))
        self.auditors = [self._auditor(agency) for agency in self.agencies]

    def _auditor(self, agency: t.Agency) -> Actor:
        somebody = make.acting(self.session, Role.AUDITOR, agency=agency)
        self.session.add(t.NamedAuditor(audit_id=self.audit.id, agency_id=agency.id, person_id=somebody.person_id))
        return somebody

    def at(self, actor: Actor) -> Actor:
        """The actor, an hour later for each case."""
        return replace(actor, now=make.NOW + timedelta(hours=self.cases))

    def one_more(self) -> None:
        """A case is answered by every agency, and graded by the panel."""
        self.cases += 1
        case = make.case(self.session, self.audit)
        named: set[Row] = set()
        for agency, auditor in zip(self.agencies, self.auditors, strict=True):
            named |= self._answered(case, agency, self.at(auditor))
        named |= {("kinds", f"health-{side}") for kind, side in named if kind == "health"}
        self._panel(case)
        for tile, key in named:
            if tile in ("themes", "domains", "kinds"):
                self.truth.setdefault((tile, key), Counter())[0] += 1

    def _answered(self, case: t.Case, agency: t.Agency, auditor: Actor) -> set[Row]:
        row = make.a_return(self.session, case, agency, state="not started")
        named: set[Row] = set()
        for question in FORM.questions:
            value: object
            if question.kind == "grade":
                value = self.dice.choice(GRADED)
            elif question.kind == "themes":
                chosen = [theme for theme in THEMES if self.dice.random() < 0.12]
                value, side = chosen, question.polarity
                for theme in chosen:
                    named |= {("themes", f"{theme}-{side}"), ("domains", f"{question.domain}-{side}")}
                    named |= {(agency.kind, side)}
                if not chosen:
                    continue
            save_answer(self.session, auditor, row.id or 0, Given(question.id, value, 0))
        submit(self.session, auditor, row.id or 0)
        return named

    def _panel(self, case: t.Case) -> None:
        """The panel sits on a case as soon as it is in, which the house would do later: figures grow in step."""
        self._stage("panel")
        for domain in DOMAINS:
            level = self.dice.choice(GRADED)
            agreed = AgreedGrade(domain=domain, grade=level, reason="The records of several agencies show it.")
            agree_grade(self.session, self.at(self.chair), self.audit.id or 0, case.id or 0, agreed, 0)
            self.truth.setdefault(("grades-grade4", domain), Counter())[GRADED[::-1].index(level)] += 1
        self._stage("fieldwork")

    def _stage(self, stage: str) -> None:
        self.audit.stage = stage
        self.session.add(self.audit)
        self.session.flush()

    def parts(self, row: Row) -> tuple[int, ...]:
        """What truly stands in a row now."""
        found = self.truth.get(row, Counter())
        if row[0].startswith("grades"):
            return (*(found[at] for at in range(len(GRADED))), self.cases - sum(found.values()))
        return found[0], self.cases - found[0]


@dataclass
class Watched:
    """What somebody outside saw, and what was true when it was frozen."""

    moved: int = 0
    looks: int = 0
    snapshots: list[tuple[int, dict[Row, tuple[Seen, tuple[int, ...]]]]] = field(default_factory=list)

    def pairs(self) -> dict[str, int]:
        """Small counts that come out of each pair of snapshots that follow each other, and of all together."""
        rows = {row for _, snapshot in self.snapshots for row in snapshot}
        chains = {row: [snapshot[row] for _, snapshot in self.snapshots if row in snapshot] for row in rows}
        told = {"pairs": 0, "all": 0}
        for chain in chains.values():
            for two in itertools.pairwise(chain):
                told["pairs"] += _out(two)
            told["all"] += _out(chain)
        return told


def _out(chain: object) -> int:
    seen, truth = zip(*chain, strict=True)  # type: ignore[call-overload]
    return given_away(seen, truth)


def watch(session: Session, cases: int, seed: int = 1) -> Watched:
    """Grow an audit case by case and look after each."""
    growing, watched = Growing(session, random.Random(seed)), Watched()
    token, there, last = "", None, 0
    for _ in range(cases):
        growing.one_more()
        told = behind_link(session, token, growing.at(growing.chair).now) if token else None
        watched.looks += 1
        watched.moved += int((told and told.body) != there)
        try:
            taken = take_snapshot(session, growing.at(growing.coordinator), growing.audit.id or 0, tuple(TileKey))
        except TooSoon:
            assert growing.cases - last < 5, "it was time for a snapshot"
            continue
        assert growing.cases - last >= 5, "a snapshot was taken too soon"
        last = growing.cases
        approve_snapshot(session, growing.at(growing.chair), growing.audit.id or 0, taken, 1)
        token = make_share_link(session, growing.at(growing.coordinator), growing.audit.id or 0, taken, 30)
        now = behind_link(session, token, growing.at(growing.chair).now)
        assert now is not None
        there = now.body
        watched.snapshots.append((growing.cases, _seen(growing, now.body)))
    return watched


def _seen(growing: Growing, body: SharedBody) -> dict[Row, tuple[Seen, tuple[int, ...]]]:
    """The rows that are out, with what was true then. What is shown must be that, rounded."""
    found = {}
    for tile in body.tiles:
        for row in tile.rows:
            true = growing.parts((tile.name, row.key))
            if not row.line.hidden:
                assert row.line.parts == line(true).parts or line(true).hidden, (tile.name, row.key)
            found[tile.name, row.key] = (row.line.seen(growing.cases), true)
    return found


def naive(cases: int, seed: int = 1) -> int:
    """The control: the live chart, hiding what is under five. Small counts that come out by looking each time."""
    dice = random.Random(seed)
    chain, truth, n = [], [], 0
    for whole in range(1, cases + 1):
        n += dice.random() < 0.3
        truth.append((n, whole - n))
        chain.append(hide_under_five(truth[-1], ()))
    return given_away(chain, truth)


def main() -> int:
    """Watch, and say what came out."""
    asked = argparse.ArgumentParser(description="Cases come in one at a time; a reader outside looks each time.")
    asked.add_argument("--cases", type=int, default=60)
    asked.add_argument("--audits", type=int, default=1)
    asked.add_argument("--first", type=int, default=1, help="the first seed")
    chosen = asked.parse_args()
    failed = 0
    for seed in range(chosen.first, chosen.first + chosen.audits):
        with tempfile.TemporaryDirectory() as folder:
            engine = db.engine_for(f"sqlite:///{Path(folder) / 'maap.db'}")
            migrate(engine)
            with Session(engine, expire_on_commit=False) as session:
                found = watch(session, chosen.cases, seed)
            engine.dispose()
        told = found.pairs()
        rows = [row for _, snapshot in found.snapshots for row in snapshot.values()]
        shown = sum(seen.parts is not None for seen, _ in rows)
        sys.stdout.write(
            f"{chosen.cases} cases, {found.looks} looks, moved between snapshots {found.moved}; "
            f"{len(found.snapshots)} snapshots, {len(rows)} rows of which {shown} shown; small counts told by pairs "
            f"{told['pairs']}, by all together {told['all']}.\n"
        )
        failed += found.moved + told["pairs"] + told["all"]
    control = naive(chosen.cases)
    sys.stdout.write(f"Control, live and hiding what is under five: {control} told.\n")
    return int(bool(failed) or not control)


if __name__ == "__main__":
    sys.exit(main())
