"""Counts of children as they go outside: rounded, hidden while they are small, and in words where figures must go."""

import pytest

from maap.domain.guessing import Seen
from maap.domain.rounding import FEWEST_NEW, HIDDEN_ROW, WHY_HIDDEN, Line, figure, in_words, line, percent, rounded


def test_nought_is_said_one_to_seven_are_hidden_and_the_rest_goes_to_the_nearest_five() -> None:
    assert [rounded(n) for n in range(24)] == [0, *[None] * 7, *[10] * 5, *[15] * 5, *[20] * 5, 25]


def test_a_row_without_cases_is_nought_throughout() -> None:
    assert line((0, 0)) == Line(of=0, parts=(0, 0), hidden=False)


def test_a_row_shows_its_parts_and_its_total_each_rounded_by_itself() -> None:
    assert line((12, 12, 12)) == Line(of=35, parts=(10, 10, 10), hidden=False)


def test_a_row_of_fewer_than_eight_cases_shows_nothing_but_its_name() -> None:
    assert line((7, 0, 0)) == Line(of=None, parts=(None, None, None), hidden=True)
    assert line((3, 4, 0)).hidden, "however little its parts would tell"
    assert line((8, 0, 0)) == Line(of=10, parts=(10, 0, 0), hidden=False)


def test_a_row_whose_small_part_could_be_worked_out_is_hidden_whole_and_keeps_its_rounded_total() -> None:
    """Of ten cases, whoever knows that nobody stands at the second level knows how many stand at the last."""
    assert line((8, 0, 2)) == Line(of=10, parts=(None, None, None), hidden=True)


def test_what_is_seen_of_a_row_is_its_parts_and_of_a_hidden_one_only_how_many_there_are() -> None:
    assert line((40, 30)).seen(70, (40, 30)) == Seen(70, (40, 30), 2, (40, 30))
    assert line((40, 30)).seen(70) == Seen(70, (40, 30), 2)
    assert line((1, 1, 1)).seen(3) == Seen(3, None, 3)


@pytest.mark.parametrize(
    "more, hidden", [(-5, False), (-4, True), (-1, True), (0, False), (1, True), (4, True), (5, False)]
)
def test_a_row_is_shown_anew_once_five_cases_came_or_went(more: int, hidden: bool) -> None:
    before = line((40, 30, 40)).seen(110)
    assert FEWEST_NEW == 5
    assert line((40, 30 + more, 40), (before,)).hidden is hidden


def test_it_is_compared_with_the_last_time_that_it_was_shown() -> None:
    first, hidden = line((40, 30, 40)).seen(110), Seen(112, None, 3)
    again = line((40, 40, 40), (first,)).seen(120)
    assert line((40, 32, 40), (first, hidden)).hidden
    assert line((40, 42, 40), (first, again)).hidden
    assert not line((40, 45, 40), (first, again)).hidden


def test_a_count_in_a_table() -> None:
    assert [figure(n) for n in (None, 0, 1234)] == ["1 to 7", "0", "1,234"]
    assert (HIDDEN_ROW, WHY_HIDDEN) == ("hidden", "hidden to protect children")


def test_a_percentage_comes_from_rounded_numbers_and_never_passes_a_hundred() -> None:
    assert percent(10, 40) == 25
    assert percent(10, 30) == 33
    assert percent(15, 10) == 100
    assert percent(0, 10) == 0
    assert [percent(None, 10), percent(10, None), percent(10, 0), percent(None, None)] == [None] * 4


@pytest.mark.parametrize(
    "n, of, words",
    [
        (None, 20, "a few"),
        (None, 19, "some"),
        (None, None, "some"),
        (None, 0, "some"),
        (20, None, "some"),
        (20, 0, "some"),
        (0, 100, "none"),
        (0, 20, "none"),
        (15, 100, "a few"),
        (20, 100, "some"),
        (21, 100, "some"),
        (40, 100, "about half"),
        (60, 100, "most"),
        (95, 100, "nearly all"),
        (100, 100, "nearly all"),
    ],
)
def test_a_part_in_words(n: int | None, of: int | None, words: str) -> None:
    assert in_words(n, of) == words
