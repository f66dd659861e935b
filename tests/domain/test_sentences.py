"""A chart's sentence says what its rows hold, strengths first, and never a percentage of a few."""

import pytest

from maap.domain import sentences
from maap.domain.change import chance, is_a_change
from maap.domain.ladders import OFSTED, Ladder, Named, Tally, tally, together


def row(name: str, *steps: int, apart: int = 0) -> Tally:
    """A row of the four grades, best first."""
    return Tally(name.lower(), name, steps, sum(steps[:2]), (apart,))


@pytest.mark.parametrize(
    ("n", "of", "said"),
    [
        (3, 9, "3 of 9"),
        (19, 19, "19 of 19"),
        (18, 19, "18 of 19"),
        (14, 24, "14 of 24 (58%)"),
        (0, 400, "0 of 400"),
        (1200, 2400, "1,200 of 2,400 (50%)"),
    ],
)
def test_below_twenty_there_is_no_percentage(n: int, of: int, said: str) -> None:
    assert sentences.share(n, of) == said


def test_what_is_counted_agrees_with_how_many_there_are() -> None:
    assert sentences.share(1, 1, "grade") == "1 of 1 grade"
    assert sentences.share(1, 3, "agency", "agencies") == "1 of 3 agencies"
    assert sentences.share(14, 24, "grade", whose="your") == "14 of your 24 grades (58%)"
    assert [sentences.are(n, of) for n, of in ((1, 1), (0, 1), (1, 3), (0, 3), (2, 3))] == ["is"] * 3 + ["are"] * 2
    assert sentences.grades(OFSTED, [row("Timeliness", 0, 1, 0, 0)], "agencies") == (
        "Timeliness: 1 of 1 grade is Good or better."
    )
    two = [row("Timeliness", 0, 0, 1, 0), row("Communication", 1, 0, 0, 0)]
    assert sentences.grades(OFSTED, two, "agencies").startswith("1 of 2 grades is Good or better. Most often:")


@pytest.mark.parametrize(
    ("numbers", "said"),
    [
        ((0, 0, 0, 0), "No returns have been asked for yet."),
        ((0, 4, 0, 0), "None of the 4 returns is in yet. None is late."),
        ((1, 1, 0, 0), "The one return is in."),
        ((0, 1, 0, 0), "The one return is not in yet."),
        ((0, 1, 1, 3), "The one return is not in yet, 3 days late."),
        ((4, 4, 0, 0), "All 4 returns are in."),
        ((1, 4, 1, 1), "1 of 4 returns is in. One is 1 day late."),
        ((9, 24, 3, 5), "9 of 24 returns (38%) are in. 3 are late, the longest by 5 days."),
    ],
)
def test_returns_are_said_as_people_say_them(numbers: tuple[int, int, int, int], said: str) -> None:
    assert sentences.returns_in(*numbers) == said


def test_the_strongest_domain_is_said_before_the_weakest() -> None:
    said = sentences.grades(OFSTED, [row("Timeliness", 1, 6, 2, 0), row("Communication", 0, 2, 5, 1)], "agencies")
    assert said == (
        "9 of 17 grades are Good or better. Most often: Timeliness, 7 of 9. Least often: Communication, 2 of 8."
    )


def test_answers_that_give_no_grade_are_named_and_not_in_the_denominator() -> None:
    assert sentences.grades(OFSTED, [row("Timeliness", 0, 3, 1, 0, apart=2)], "agencies") == (
        "Timeliness: 3 of 4 grades are Good or better. 2 answers that give no grade are left out."
    )


def test_without_grades_the_sentence_is_calm() -> None:
    assert sentences.grades(OFSTED, [], "agencies").startswith("There are no grades from agencies yet.")
    assert sentences.themes([], [], 0).startswith("No themes have been named yet.")


def test_themes_begin_with_the_strength() -> None:
    said = sentences.themes([("Consent", 2), ("Voice", 5)], [("Consent", 4), ("Voice", 0)], 7)
    assert said == (
        "Most often named as a strength: Voice, in 5 of 7 returns. "
        "Most often as an area for development: Consent, in 4 of 7 returns."
    )


def test_a_case_more_of_twenty_is_no_change_and_ten_more_is_one() -> None:
    assert chance(19, 20, 18, 20) == pytest.approx(1.0)
    assert not is_a_change(19, 20, 18, 20)
    assert chance(4, 20, 14, 20) == pytest.approx(0.0036, abs=0.0002)
    assert is_a_change(4, 20, 14, 20)


def test_a_change_hidden_inside_good_or_better_is_found() -> None:
    said = sentences.between(OFSTED, row("2024", 4, 15, 1, 0), row("2025", 14, 5, 1, 0))
    assert said.startswith("Outstanding more often: 14 of 20 (70%) in 2025, after 4 of 20 (20%) in 2024.")


def test_a_difference_that_chance_explains_is_not_called_a_change() -> None:
    said = sentences.between(OFSTED, row("2024", 1, 3, 4, 0), row("2025", 1, 5, 2, 0))
    assert said == (
        "Good or better: 6 of 8 in 2025, after 4 of 8 in 2024. With so few cases a difference of this size can be chance."
    )


def test_the_better_half_of_an_odd_scale_is_the_smaller_half() -> None:
    three = Ladder("grade3", tuple(Named(key, key.capitalize()) for key in ("good", "poor", "bad")))
    assert three.better_words == "Good"
    assert OFSTED.better_words == "Good or better"


def test_a_grade_from_another_scale_is_counted_and_in_no_denominator() -> None:
    counts = {"good": 2, "excellent": 1}
    sorted_out = tally(OFSTED, Named("timeliness", "Timeliness"), counts)
    assert (sorted_out.graded, sorted_out.other) == (2, 1)


def test_rows_taken_together_keep_every_grade() -> None:
    whole = together(OFSTED, Named("", "All"), (row("A", 1, 2, 3, 4), row("B", 4, 3, 2, 1, apart=1)))
    assert (whole.steps, whole.better, whole.apart) == ((5, 5, 5, 5), 10, (1,))
    assert together(OFSTED, Named("", "All"), ()).graded == 0
