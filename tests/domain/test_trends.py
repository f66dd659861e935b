"""What became of a theme is said by direction, and silence is not called improvement."""

import pytest

from maap.domain.trends import Direction, Named, ThemeTrend, areas, sentence


@pytest.mark.parametrize(
    ("then", "now", "direction"),
    [
        (Named(areas=0), Named(areas=2), Direction.NEW),
        (Named(areas=5), Named(areas=1, strengths=6), Direction.STILL_THERE),
        (Named(areas=5), Named(strengths=1), Direction.IMPROVED),
        (Named(areas=5), Named(), Direction.NOT_AGAIN),
    ],
)
def test_a_theme_has_a_direction(then: Named, now: Named, direction: Direction) -> None:
    assert ThemeTrend("Consent", then, now).direction is direction


def test_what_is_better_comes_first_and_what_never_was_an_area_stays_out() -> None:
    better = ThemeTrend("Better", Named(areas=1), Named(strengths=1))
    worst = ThemeTrend("Worst", Named(areas=1), Named(areas=9))
    other = ThemeTrend("Other", Named(strengths=3), Named(strengths=3))
    assert areas([worst, other, better]) == (better, worst)
    assert sentence([better, worst], "2023/24", "2024/25") == (
        "Of 2 areas for development in 2023/24: 1 improved, 0 not named again, 1 still there in 2024/25. 0 are new."
    )
