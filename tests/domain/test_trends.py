"""What became of a theme is said by direction and by status, and silence is not called improvement."""

import pytest

from maap.domain.trends import Direction, Named, Published, ThemeTrend, Told, areas, sentence


def _of(areas: int = 0, strengths: int = 0, returns: int = 10) -> Told:
    return Told((Named(strengths=strengths, areas=areas, returns=returns),))


@pytest.mark.parametrize(
    ("then", "now", "direction", "still_open"),
    [
        (_of(areas=0), _of(areas=2), Direction.NEW, True),
        (_of(areas=5), _of(areas=4, strengths=3), Direction.SAME, True),
        (_of(areas=9), _of(areas=1), Direction.BETTER, True),
        (_of(areas=1), _of(areas=9), Direction.WORSE, True),
        (_of(areas=5), _of(strengths=1), Direction.BETTER, False),
        (_of(areas=1), _of(strengths=1), Direction.NOT_AGAIN, False),
        (_of(areas=5), _of(), Direction.NOT_AGAIN, None),
        (_of(areas=5), Told((Named(areas=2, returns=4, unit="cases"),)), Direction.UNKNOWN, True),
    ],
)
def test_a_theme_has_a_direction_and_apart_from_it_a_status(
    then: Told, now: Told, direction: Direction, still_open: bool | None
) -> None:
    trend = ThemeTrend("Consent", then, now)
    assert (trend.direction, trend.still_open) == (direction, still_open)


def test_what_was_published_of_a_direction_is_kept_and_may_be_better_and_still_open() -> None:
    said = Published("MACFA22", "Consent", "area", since="2021/22", direction="better", still_open=True)
    trend = ThemeTrend("Consent", _of(areas=1), Told((), (said,)), since="2021/22")
    assert (trend.direction, trend.still_open, trend.chance) == (Direction.BETTER, True, "Not compared")


def test_a_percentage_without_its_number_is_said_as_one_and_never_compared() -> None:
    only = Told((), (Published("MACFA21", "Consent", "area", percentage=40.0),))
    assert only.said == "40% (number not published)"
    assert ThemeTrend("Consent", only, _of(areas=9)).direction is Direction.UNKNOWN


def test_what_is_better_comes_first_and_what_never_was_an_area_stays_out() -> None:
    better = ThemeTrend("Better", _of(areas=9), _of(strengths=1))
    worst = ThemeTrend("Worst", _of(areas=1), _of(areas=9))
    other = ThemeTrend("Other", _of(strengths=3), _of(strengths=3))
    assert areas([worst, other, better]) == (better, worst)
    assert sentence([better, worst], "2023/24", "2024/25") == (
        "Of 2 areas for development in 2023/24: 1 better, 1 worse, 0 not named again, 1 still open in 2024/25. "
        "0 are new."
    )


@pytest.mark.parametrize(
    ("then", "now", "direction"),
    [
        (_of(strengths=1), _of(strengths=9), Direction.MORE),
        (_of(strengths=9), _of(strengths=1), Direction.LESS),
        (_of(strengths=4), _of(strengths=6), Direction.SAME),
        (_of(strengths=4), _of(), Direction.NOT_AGAIN),
        (_of(), _of(strengths=4), Direction.NEW),
        (_of(strengths=4), Told((Named(2, 0, 4, unit="cases"),)), Direction.UNKNOWN),
    ],
)
def test_a_strength_is_named_more_or_less_often_only_where_chance_seldom_makes_it_so(
    then: Told, now: Told, direction: Direction
) -> None:
    assert ThemeTrend("Consent", then, now).strength is direction


def test_a_theme_is_still_open_while_an_action_about_it_is_whatever_became_of_it() -> None:
    said = Published("MACFA22", "Consent", "strength", direction="better", still_open=False)
    trend = ThemeTrend("Consent", _of(areas=9), Told((), (said,)), open_actions=2)
    assert (trend.direction, trend.still_open, trend.status) == (Direction.BETTER, True, "Still open, 2 actions")
