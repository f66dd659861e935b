"""Nobody outside works out a small number of children, however cleverly they put together what they were shown."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maap.domain.guessing import Seen, ranges
from maap.domain.rounding import line, rounded
from tests.attack.attacker import attacked, audits, hide_under_five, ours, worked_out

AUDITS = audits(20260303, 60)
LONGER = audits(20261129, 8, snapshots=8)
counts = st.lists(st.integers(0, 60), min_size=2, max_size=6)


@given(counts)
@settings(max_examples=2_000, deadline=None)
def test_every_number_that_is_shown_is_nought_or_a_multiple_of_five_from_ten_on(parts: list[int]) -> None:
    shown = line(parts)
    for n in (shown.of, *shown.parts):
        assert n is None or n == 0 or (n >= 10 and n % 5 == 0)


@given(st.integers(8, 10_000))
def test_at_least_five_counts_look_alike(n: int) -> None:
    alike = [other for other in range(max(8, n - 5), n + 6) if rounded(other) == rounded(n)]
    assert len(alike) == 5


def test_no_snapshot_and_no_row_of_snapshots_gives_a_small_number_away() -> None:
    assert sum(attacked(ours, history) for history in AUDITS) == 0


def test_nor_does_a_long_row_of_snapshots() -> None:
    assert any(len(history) > 5 for history in LONGER)
    assert sum(attacked(ours, history) for history in LONGER) == 0


@pytest.mark.parametrize("history", LONGER[:3])
def test_the_house_knows_all_that_a_linear_program_finds(history: list[list[int]]) -> None:
    """Not more either: what would be hidden for nothing is of no use to anybody."""
    chain = [Seen(sum(parts), tuple(map(rounded, parts)), len(parts)) for parts in history]
    assert ranges(chain) == worked_out(chain)


def test_the_same_attacker_breaks_the_rule_that_everybody_thinks_of_first() -> None:
    assert sum(attacked(hide_under_five, history) for history in AUDITS) > 0


def test_three_snapshots_together_tell_no_more_than_two_of_them() -> None:
    """Looked at by twos, one after the other, the third let a count of 1 be known to be 1 or 2."""
    assert attacked(ours, [[7, 11, 12, 0, 2], [7, 15, 20, 1, 2], [7, 18, 23, 1, 2]]) == 0


def test_rounding_alone_without_hiding_rows_would_be_broken() -> None:
    """The control of the second line of defence: (8, 1, 1) is rounded to 10, hidden, hidden, and gives both away."""
    assert line((8, 1, 1)).hidden
    assert not line((20, 3, 3)).hidden


@pytest.mark.parametrize("others", range(60))
def test_leaving_one_out_tells_nothing(others: int) -> None:
    """There is no filter outside; and even two snapshots that differ in one case, were they cut, would be hidden."""
    before = line((others, 30)).seen(others + 30)
    after = line((others + 1, 30), (before,))
    if (rounded(others), rounded(others + 1)) in ((None, 10),):
        assert after.hidden


def test_own_cases_added_one_by_one_never_show_where_a_total_jumps() -> None:
    for hidden in range(1, 8):
        chain = [line((hidden, 20)).seen(hidden + 20)]
        for own in range(1, 13):
            now = line((hidden + own, 20), tuple(chain)).seen(hidden + own + 20)
            chain.append(now)
            assert attacked_width(chain) >= 3, (hidden, own)


def attacked_width(chain: list[Seen]) -> int:
    """How many numbers the first hidden count may still be."""
    low, high = worked_out(chain)[0][0]
    return high - low + 1
