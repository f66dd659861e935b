"""The draw: the same everywhere, grows without changing, keeps its quotas and its reserves in order."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maap.domain.cohort import CohortCase
from maap.domain.problems import Problem
from maap.domain.sampling import REPLACEMENT_REASONS, Plan, allocated, draw, next_reserve, ticket

REFERENCES = st.lists(st.text("abc0123-é", min_size=1, max_size=6), min_size=1, max_size=40, unique=True)
GROUPS = st.sampled_from(["CIN", "CP", "Early help", "Looked after"])


@st.composite
def cohorts(make: st.DrawFn) -> list[CohortCase]:
    references = make(REFERENCES)
    return [CohortCase(reference, (make(GROUPS),), row) for row, reference in enumerate(references, start=2)]


def cases(**counts: int) -> list[CohortCase]:
    """So many cases of each group: C-001, C-002 and on through the groups."""
    groups = [group for group, count in counts.items() for _ in range(count)]
    return [CohortCase(f"C-{number:03}", (group,), number + 1) for number, group in enumerate(groups, start=1)]


def drawn(cohort: list[CohortCase], **plan: object) -> list[str]:
    return [pick.reference for pick in draw(cohort, Plan.model_validate({"seed": "blue heron", **plan})).drawn]


def test_a_ticket_is_what_sha256sum_prints_for_seed_comma_reference() -> None:
    assert ticket("blue heron", "C-001") == "46efa6d9612ffea287e308050cacc4317d02ac8489b169f17c9b4618ce228801"


def test_a_known_seed_draws_the_known_sample() -> None:
    made = draw(cases(CP=8), Plan(size=3, seed="blue heron"))
    assert [pick.reference for pick in made.drawn] == ["C-007", "C-005", "C-002"]
    assert [pick.reference for pick in made.reserves] == ["C-001", "C-006", "C-008", "C-004", "C-003"]
    assert [pick.order for pick in made.reserves] == [1, 2, 3, 4, 5]


@given(cohorts(), st.randoms(use_true_random=False), st.sampled_from(["simple", "stratified"]))
def test_the_order_of_rows_changes_nothing(cohort: list[CohortCase], chance: object, method: str) -> None:
    shuffled = list(cohort)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    plan = Plan.model_validate({"size": (len(cohort) + 1) // 2, "seed": "s", "method": method})
    assert draw(cohort, plan) == draw(shuffled, plan)


@given(cohorts(), st.data())
def test_a_grown_sample_keeps_its_earlier_picks(cohort: list[CohortCase], data: st.DataObject) -> None:
    large = data.draw(st.integers(1, len(cohort)))
    small = data.draw(st.integers(1, large))
    least = data.draw(st.integers(0, small // 4))
    assert drawn(cohort, size=large)[:small] == drawn(cohort, size=small)
    stratified = {"method": "stratified", "minimum_per_stratum": least}
    assert set(drawn(cohort, size=small, **stratified)) <= set(drawn(cohort, size=large, **stratified))


def test_growing_never_takes_a_case_back_where_largest_remainders_would() -> None:
    population = {"a": 6, "b": 6, "c": 2}  # largest remainders give c 2 of 10 cases, but 1 of 11
    shares = [allocated(population, Plan(size=size, seed="s", method="stratified")) for size in range(1, 15)]
    for fewer, more in pairwise(shares):
        assert all(fewer[stratum] <= more[stratum] for stratum in population)
        assert sum(more.values()) == sum(fewer.values()) + 1


@given(cohorts(), st.data())
def test_cases_that_join_later_leave_the_order_of_the_others_as_it_was(
    cohort: list[CohortCase], data: st.DataObject
) -> None:
    early = cohort[: data.draw(st.integers(1, len(cohort)))]
    known = {case.reference for case in early}
    everything = [reference for reference in drawn(cohort, size=len(cohort)) if reference in known]
    assert everything == drawn(early, size=len(early))


@given(cohorts(), st.data())
def test_quotas_are_met_exactly(cohort: list[CohortCase], data: st.DataObject) -> None:
    population = Counter(case.label for case in cohort)
    quotas = {group: data.draw(st.integers(0, count)) for group, count in population.items()}
    quotas[next(iter(population))] = max(1, quotas[next(iter(population))])
    plan = Plan(size=sum(quotas.values()), seed="s", method="stratified", quotas=quotas)
    made = draw(cohort, plan)
    assert {group: taken for group, (_, taken) in made.allocation.items()} == quotas
    assert Counter(pick.stratum for pick in made.drawn) == Counter(quotas)


@given(cohorts(), st.data())
def test_every_group_gets_its_minimum_and_the_whole_is_the_size(cohort: list[CohortCase], data: st.DataObject) -> None:
    population = Counter(case.label for case in cohort)
    least = data.draw(st.integers(0, 5))
    needed = sum(min(least, count) for count in population.values())
    size = data.draw(st.integers(max(1, needed), len(cohort)))
    shares = allocated(population, Plan(size=size, seed="s", method="stratified", minimum_per_stratum=least))
    assert sum(shares.values()) == size
    assert all(min(least, population[group]) <= shares[group] <= population[group] for group in population)


def test_shares_are_in_proportion() -> None:
    plan = Plan(size=8, seed="s", method="stratified")
    assert allocated({"CIN": 150, "CP": 90, "Early help": 60}, plan) == {"CIN": 4, "CP": 2, "Early help": 2}


def test_a_stratified_draw_takes_the_first_tickets_of_each_group() -> None:
    cohort = cases(CP=4, CIN=4)
    made = draw(cohort, Plan(size=4, seed="blue heron", method="stratified", quotas={"CP": 1, "cin ": 3}))
    for group, count in (("CP", 1), ("CIN", 3)):
        alone = drawn([case for case in cohort if case.label == group], size=count)
        assert [pick.reference for pick in made.drawn if pick.stratum == group] == alone


def test_a_reserve_comes_from_the_same_group_in_the_drawn_order() -> None:
    made = draw(cases(CP=4, CIN=4), Plan(size=2, seed="s", method="stratified"))
    first = next_reserve(made, "CP", set())
    assert first is not None
    assert first == next(pick for pick in made.reserves if pick.stratum == "CP")
    second = next_reserve(made, "CP", {first.reference})
    assert second is not None
    assert second.ticket > first.ticket
    assert next_reserve(made, "CP", {pick.reference for pick in made.reserves}) is None


def test_after_a_simple_draw_the_next_reserve_is_the_next_of_all() -> None:
    made = draw(cases(CP=4, CIN=4), Plan(size=2, seed="s"))
    assert next_reserve(made, "CP", set()) == next_reserve(made, "CIN", set()) == made.reserves[0]


def test_as_many_reserves_are_kept_as_the_plan_says() -> None:
    made = draw(cases(CP=6, CIN=6), Plan(size=4, seed="s", method="stratified", reserves=2))
    assert Counter(pick.stratum for pick in made.reserves) == {"CP": 2, "CIN": 2}


def test_sample_stands_beside_population() -> None:
    made = draw(cases(CP=6, CIN=2), Plan(size=4, seed="s", method="stratified"))
    assert made.allocation == {"CIN": (2, 1), "CP": (6, 3)}


@pytest.mark.parametrize(
    ("plan", "sentence"),
    [
        ({"size": 9}, "9 cases were asked for, but only 6 cases may be drawn"),
        ({"size": 0}, "at least one case"),
        ({"size": 2, "seed": " "}, "The seed is empty"),
        ({"size": 2, "minimum_per_stratum": 1}, "Numbers for each group need groups"),
        ({"size": 3, "method": "stratified", "minimum_per_stratum": 2}, "2 from each of 2 groups makes 4 cases"),
        ({"size": 4, "method": "stratified", "quotas": {"CP": 4}}, "“CP”, which has 3 cases"),
        ({"size": 4, "method": "stratified", "quotas": {"CP": 2}}, "add up to 2 cases, but the sample has 4"),
        ({"size": 2, "method": "stratified", "quotas": {"LAC": 2}}, "no group “LAC”.*“CIN”, “CP”"),
        ({"size": 2, "method": "stratified", "quotas": {"CP": 1, "cp": 1}}, "Name each group once"),
    ],
)
def test_a_plan_that_cannot_be_met_is_refused_in_words(plan: dict[str, object], sentence: str) -> None:
    with pytest.raises(Problem, match=sentence):
        drawn(cases(CP=3, CIN=3), **plan)


def test_the_reasons_for_replacing_a_case_are_the_listed_five() -> None:
    assert set(REPLACEMENT_REASONS) == {"few_agencies", "court", "case_review", "wrong_cohort", "moved_away"}
