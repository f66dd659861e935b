"""What an agency reads about itself is a sentence of its own numbers, and claims no change that chance explains."""

import pytest

from maap.domain import agency_words as say
from maap.domain.ladders import Ladder, Named, Tally

SCALE = Ladder("s", (Named("good", "Good"), Named("poor", "Poor")))


def _graded(name: str, good: int, poor: int) -> tuple[Ladder, Tally]:
    return SCALE, Tally("", name, (good, poor), good)


def test_grades_of_two_audits_are_called_a_change_only_when_they_are() -> None:
    assert "With so few cases a difference of this size can be chance" in say.grades(
        _graded("A2", 3, 1), _graded("A1", 2, 2)
    )
    assert "That is more than chance explains" in say.grades(_graded("A2", 40, 2), _graded("A1", 10, 30))


def test_audits_on_two_scales_are_not_compared() -> None:
    other = (Ladder("o", (Named("yes", "Yes"), Named("no", "No"))), Tally("", "A1", (1, 1), 1))
    assert "had another scale" in say.grades(_graded("A2", 3, 1), other)


def test_few_grades_beside_the_panel_are_called_few() -> None:
    assert say.shift(2, 1, 0).endswith("These are few, so a difference can be chance.")
    assert say.shift(5, 20, 1).endswith("You grade higher than the panel more often than chance explains.")


@pytest.mark.parametrize(
    "said, words",
    [
        (say.timely(0, 0), "Your agency has not handed in a return yet."),
        (say.timely(3, 0), "All 3 returns that your agency handed in came in time."),
        (say.timely(3, 1), "3 of 4 returns that your agency handed in came in time."),
        (say.shift(1, 0, 0), "The panel agreed with 1 of your 1 grade. These are few, so a difference can be chance."),
        (say.issues(1, 2), "1 of 2 issues of your agency is closed."),
        (say.actions(2, 1, 1, 4), "2 of 4 actions are done, 1 of them with a difference shown. 1 action is overdue."),
        (say.actions(0, 0, 2, 2), "0 of 2 actions are done. 2 actions are overdue."),
        (say.returns([(2, 3), (1, 1)], 1), "3 of 4 returns of your agency are in, in 2 audits. 1 return is late."),
    ],
)
def test_a_sentence_for_each_chart(said: str, words: str) -> None:
    assert said == words
