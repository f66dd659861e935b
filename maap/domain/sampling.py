"""The draw. Every case gets a ticket, SHA-256 of «seed,reference»; tickets in order decide, on every machine alike."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from pydantic import BaseModel, ConfigDict

from maap.domain.cohort import WHOLE_COHORT, CohortCase
from maap.domain.problems import Problem

Method = Literal["simple", "stratified"]

REPLACEMENT_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "few_agencies": "Too few agencies know the child or adult",
        "court": "A court case or a criminal investigation is under way",
        "case_review": "The case is the subject of a case review",
        "wrong_cohort": "The case does not belong in the cohort",
        "moved_away": "The child or adult has moved away",
    }
)
"""Why a case of the sample may be replaced: key → words. There are no other reasons."""


class Plan(BaseModel):
    """How the sample is drawn. `size` is in cases.

    `quotas` (stratum → cases) is for a stratified draw; without it each stratum gets its share of the size, but at
    least `minimum_per_stratum`. `reserves` is how many reserves are kept, for each stratum in a stratified draw; None
    keeps every case that was not drawn.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    size: int
    seed: str
    method: Method = "simple"
    quotas: Mapping[str, int] = {}
    minimum_per_stratum: int = 0
    reserves: int | None = None


@dataclass(frozen=True)
class Pick:
    """A case in its place: `order` counts from 1, among the drawn or among the reserves."""

    order: int
    reference: str
    stratum: str
    ticket: str


@dataclass(frozen=True)
class Draw:
    """Drawn cases and reserves, both in the order of their tickets; `allocation` is stratum → (population, drawn)."""

    plan: Plan
    drawn: tuple[Pick, ...]
    reserves: tuple[Pick, ...]
    allocation: Mapping[str, tuple[int, int]]


def ticket(seed: str, reference: str) -> str:
    """64 hexadecimal digits; anyone can work them out with `printf '%s' 'seed,reference' | sha256sum`."""
    return hashlib.sha256(f"{seed},{reference}".encode()).hexdigest()


def draw(cases: Iterable[CohortCase], plan: Plan) -> Draw:
    """Walk along the tickets in order and take each case whose stratum still has room.

    A larger size with the same seed keeps every earlier pick, and cases that join the cohort later leave the order of
    the others as it was. Raises Problem when the plan cannot be met.
    """
    tickets = sorted((ticket(plan.seed, case.reference), case.reference, case.label) for case in cases)
    population = dict(sorted(Counter(label for _, _, label in tickets).items()))
    _refuse_impossible(plan, population)
    room = Counter(allocated(population, plan)) if plan.method == "stratified" else Counter({WHOLE_COHORT: plan.size})
    kept = Counter({stratum: len(tickets) if plan.reserves is None else plan.reserves for stratum in room})
    drawn: list[Pick] = []
    reserves: list[Pick] = []
    for number, reference, label in tickets:
        stratum = label if plan.method == "stratified" else WHOLE_COHORT
        if room[stratum]:
            room[stratum] -= 1
            drawn.append(Pick(len(drawn) + 1, reference, label, number))
        elif kept[stratum]:
            kept[stratum] -= 1
            reserves.append(Pick(len(reserves) + 1, reference, label, number))
    taken = Counter(pick.stratum for pick in drawn)
    allocation = {label: (count, taken[label]) for label, count in population.items()}
    return Draw(plan, tuple(drawn), tuple(reserves), allocation)


def next_reserve(draw: Draw, stratum: str, used: Set[str]) -> Pick | None:
    """The next case in the drawn order that may take the place of one of `stratum`; None when there is none left.

    `used` holds the references of reserves that already stand in. After a simple draw any stratum will do.
    """
    anywhere = draw.plan.method == "simple"
    fitting = (pick for pick in draw.reserves if anywhere or pick.stratum == stratum)
    return next((pick for pick in fitting if pick.reference not in used), None)


def allocated(population: Mapping[str, int], plan: Plan) -> dict[str, int]:
    """How many cases each stratum gives.

    Shares are given one case at a time to the stratum furthest below its share (Webster's method). Unlike rounding by
    largest remainders this never takes a case back from a stratum when the sample grows.
    """
    if plan.quotas:
        asked = {_stratum(name, population): cases for name, cases in plan.quotas.items()}
        return {stratum: asked.get(stratum, 0) for stratum in population}
    given = {stratum: min(plan.minimum_per_stratum, count) for stratum, count in population.items()}
    for _ in range(plan.size - sum(given.values())):
        with_room = [stratum for stratum in population if given[stratum] < population[stratum]]
        neediest = min(with_room, key=lambda stratum: ((2 * given[stratum] + 1) / population[stratum], stratum))
        given[neediest] += 1
    return given


def _refuse_impossible(plan: Plan, population: Mapping[str, int]) -> None:
    eligible = sum(population.values())
    if not plan.seed.strip():
        raise Problem("The seed is empty. Write any words or number; it makes the draw repeatable.")
    if plan.size < 1:
        raise Problem("The sample must have at least one case. Change its size.")
    if plan.size > eligible:
        raise Problem(
            f"{plan.size} cases were asked for, but only {_cases(eligible)} may be drawn. "
            "Ask for fewer, or change the rules on which cases are eligible."
        )
    if plan.method == "simple" and (plan.quotas or plan.minimum_per_stratum):
        raise Problem("Numbers for each group need groups. Choose the columns that make the groups.")
    if plan.method == "stratified":
        _refuse_quotas(plan, population)
        least = sum(min(plan.minimum_per_stratum, count) for count in population.values())
        if not plan.quotas and least > plan.size:
            raise Problem(
                f"{plan.minimum_per_stratum} from each of {len(population)} groups makes {least} cases, "
                f"but the sample has {plan.size}. Draw more cases or ask for fewer from each group."
            )


def _refuse_quotas(plan: Plan, population: Mapping[str, int]) -> None:
    if not plan.quotas:
        return
    if plan.minimum_per_stratum:
        raise Problem("Give either a number for each group or a minimum for all of them, not both.")
    for name, asked in plan.quotas.items():
        stratum = _stratum(name, population)
        if not 0 <= asked <= population[stratum]:
            raise Problem(
                f"{asked} cases were asked for from “{stratum}”, which has {_cases(population[stratum])}. "
                "Change the number for this group."
            )
    total = sum(plan.quotas.values())
    if total != plan.size or len({_stratum(name, population) for name in plan.quotas}) < len(plan.quotas):
        raise Problem(
            f"The groups add up to {_cases(total)}, but the sample has {plan.size}. "
            "Name each group once and make them agree."
        )


def _stratum(name: str, population: Mapping[str, int]) -> str:
    wanted = " ".join(name.split()).casefold()
    for stratum in population:
        if stratum.casefold() == wanted:
            return stratum
    known = ", ".join(f"“{stratum}”" for stratum in population)
    raise Problem(f"There is no group “{name}” among the cases that may be drawn. The groups are {known}.")


def _cases(count: int) -> str:
    return f"{count} case" if count == 1 else f"{count} cases"
