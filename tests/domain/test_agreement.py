"""How alike grades are: words first, a percentage from twenty pairs on, alpha only where there is enough."""

import pytest

from maap.domain.agreement import ENOUGH_THINGS, Agreement, agreement, alike, counts, enough
from tests.domain.test_panels import FIRST_IS_BEST, SCALE


def test_agreement_is_said_in_plain_words() -> None:
    assert agreement([]).sentence == ""
    assert agreement([(SCALE, "good", "good", 4)]).sentence == "Agencies and panel agreed on all 4 grades."
    said = agreement([(SCALE, "good", "good", 23), (SCALE, "good", "requires_improvement", 7)]).sentence
    assert said == (
        "Agencies and panel differed on 7 of 30 grades, always by one grade. The panel's grade was lower each time."
    )


def test_both_ways_and_several_steps_are_told_apart() -> None:
    found = agreement([(SCALE, "good", "inadequate", 1), (SCALE, "inadequate", "requires_improvement", 2)])
    assert found == Agreement({2: 1, 1: 2}, lower=1, higher=2)
    assert found.sentence.endswith(
        "2 by one grade and 1 by two grades. The panel's grade was lower once and higher twice."
    )


def test_what_is_no_grade_is_never_so_many_grades_away() -> None:
    assert agreement([(SCALE, "not_seen", "good", 3)]) == Agreement(unranked=3)


def test_on_a_scale_whose_first_level_is_best_lower_still_means_worse() -> None:
    assert agreement([(FIRST_IS_BEST, "1", "4", 1)]).lower == 1


def test_pairs_are_counted_within_the_same_case() -> None:
    found = alike([(0, 2, 1), (1, 0, 0)], None)
    assert (found.things, found.pairs, found.same, found.near) == (1, 3, 1, 2)
    assert found.sentence == "The same grade in 1 of 3 pairs, and one grade apart in 2."


def test_a_percentage_is_said_from_twenty_pairs_on() -> None:
    assert "%" not in alike([(2,)] * 19, None).sentence
    assert "(100%)" in alike([(2,)] * 20, None).sentence


def test_alpha_needs_enough_things_and_more_than_one_level() -> None:
    assert not enough([(1, 1)] * (ENOUGH_THINGS - 1))
    assert not enough([(2, 0)] * ENOUGH_THINGS)
    assert enough([(1, 1)] * ENOUGH_THINGS)


@pytest.mark.parametrize(
    "alpha, says",
    [
        (None, "Too little"),
        (0.8, "much the same way"),
        (0.7, "with caution"),
        (0.2, "not used alike enough"),
        (0.0, "no more alike than chance"),
    ],
)
def test_alpha_is_read_in_words(alpha: float | None, says: str) -> None:
    assert says in alike([(1, 1)], alpha).reading


def test_levels_without_a_rank_are_not_counted() -> None:
    assert counts(SCALE, {"inadequate": 2, "outstanding": 1, "not_seen": 5}) == (2, 0, 0, 1)
