"""Snapshots for outside, attacked in short; at length by `python -m tests.attack.…`, where each module says how."""

import pytest
from sqlmodel import Session

from maap.domain.shared import TooSoon
from maap.usecases.sharing import make_share_link, take_snapshot
from maap.views.sharing import behind_link
from tests import factories as make
from tests.attack.figures import NAIVE, OURS
from tests.attack.intruder import better, inside, outside
from tests.attack.one_by_one import naive as live_one_by_one
from tests.attack.one_by_one import watch
from tests.attack.pairs import attack
from tests.attack.shown import check
from tests.attack.tuning import MOST_OWN, cells, naive, recovered, stepwise
from tests.usecases.test_sharing import THEMES, Shelf


def test_no_form_of_what_goes_outside_shows_a_number_that_may_not_be_shown() -> None:
    check(25)


def test_the_same_look_finds_exact_numbers_where_they_are_shown() -> None:
    with pytest.raises(AssertionError):
        check(60, without=True)


def test_no_two_tiles_beside_each_other_give_a_small_number_away() -> None:
    found = [attack(seed) for seed in (*range(6), 8, 37)]
    assert sum(together for together, _ in found) == 0


def test_tiles_that_were_rounded_each_by_itself_would() -> None:
    assert all(attack(seed)[1] for seed in (8, 37))


def test_what_is_out_moves_only_with_a_snapshot_and_no_two_snapshots_tell_a_small_number(session: Session) -> None:
    found = watch(session, 11)
    assert found.moved == 0
    assert len(found.snapshots) == 2
    assert found.pairs() == {"pairs": 0, "all": 0}


def test_whoever_looks_at_a_live_chart_after_each_case_learns_small_numbers() -> None:
    assert live_one_by_one(11) > 0


def test_own_cases_move_nothing_that_is_out(session: Session) -> None:
    """One agency hands in twelve cases of its own: no snapshot can be taken, and the link shows what it showed."""
    shelf = Shelf(session)
    token = make_share_link(session, shelf.coordinator, shelf.id, shelf.out(), 30)
    before = behind_link(session, token, make.NOW)
    shelf.agencies = shelf.agencies[:1]
    for _ in range(MOST_OWN):
        shelf.add(1)
        with pytest.raises(TooSoon):
            take_snapshot(session, shelf.coordinator, shelf.id, THEMES)
        assert behind_link(session, token, make.NOW) == before


def test_own_cases_tune_no_hidden_count_even_where_snapshots_are_cut_after_every_fifth() -> None:
    some = cells(20260303, 25)
    assert list(recovered(some, stepwise)) == []
    assert len(list(recovered(some, naive))) == len(some)


def test_an_intruder_guesses_no_better_than_the_prior(session: Session) -> None:
    assert better([inside(session, 0, OURS)])[2] < 0.01
    assert better(outside(seed) for seed in range(5))[2] < 0.01


def test_the_same_intruder_guesses_better_where_an_agency_may_be_left_out(session: Session) -> None:
    assert better([inside(session, 0, NAIVE)])[2] > 0.01
