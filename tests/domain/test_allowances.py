"""An allowance: so much at once, then a little at a time, and all of it again after a while."""

from datetime import UTC, datetime, timedelta

import pytest

from maap.domain.allowances import CALENDARS, FILES, SCREENS, SHARED, Allowance, TooOften

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
THREE = Allowance(3, timedelta(seconds=10))


def _taken(allowance: Allowance, *seconds: float, full_at: datetime = NOON) -> list[bool]:
    """Whether each call, so many seconds after noon, is allowed."""
    found = []
    for after in seconds:
        later = allowance.once_more(full_at, NOON + timedelta(seconds=after))
        found.append(later is not None)
        full_at = later or full_at
    return found


@pytest.mark.parametrize(
    ("seconds", "allowed"),
    [
        ((0, 0, 0, 0), [True, True, True, False]),
        ((0, 0, 0, 9, 10, 10), [True, True, True, False, True, False]),
        ((0, 0, 0, 30, 30, 30, 30), [True] * 6 + [False]),
        ((0, 0, 0, 3600, 3600, 3600, 3600), [True] * 6 + [False]),
        (tuple(range(0, 300, 10)), [True] * 30),
    ],
)
def test_so_much_at_once_and_then_a_little_at_a_time(seconds: tuple[float, ...], allowed: list[bool]) -> None:
    assert _taken(THREE, *seconds) == allowed


def test_what_is_refused_costs_nothing() -> None:
    assert _taken(THREE, 0, 0, 0, *[5] * 50, 10) == [True] * 3 + [False] * 50 + [True]


def test_a_clock_that_was_put_back_shuts_nobody_out() -> None:
    assert _taken(THREE, 0, 0, 0, 0, full_at=NOON + timedelta(days=1)) == [True, True, True, False]


@pytest.mark.parametrize("allowance", [FILES, CALENDARS, SHARED, SCREENS])
def test_a_script_is_slowed_down_to_once_in_a_while(allowance: Allowance) -> None:
    hour = [second / 10 for second in range(36_000)]
    allowed = sum(_taken(allowance, *hour))
    assert allowed <= allowance.at_once + timedelta(hours=1) / allowance.every
    assert allowed < len(hour) / 8


def test_a_coordinator_takes_a_pack_for_each_of_twenty_agencies_in_every_kind_and_as_much_again() -> None:
    assert all(_taken(FILES, *[second / 4 for second in range(2 * 3 * 20)]))


def test_a_screen_is_drawn_whenever_it_asks() -> None:
    assert all(_taken(SCREENS, *[1.5 * asked for asked in range(2400)]))


def test_the_sentence_says_how_long_to_wait() -> None:
    assert str(TooOften("files")).endswith("Wait a minute, then go on.")
    assert "Wait 60 minutes" in str(TooOften("figures", timedelta(hours=1)))
