"""What an outsider works out from rounded figures: no wider and no narrower than all that could have been."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maap.domain.guessing import Range, Seen, gives_away, ranges
from maap.domain.rounding import rounded

Counts = tuple[int, ...]
often = settings(max_examples=150, deadline=None)


@dataclass(frozen=True)
class Between(Seen):
    """A row of which the outsider knows any ranges, not only those of the house's rounding."""

    known: tuple[Range, ...] = ()

    @property
    def ranges(self) -> list[Range]:
        """As they were told."""
        return list(self.known)


def could_be(seen: Seen) -> list[Counts]:
    """Every row that would have been shown so."""
    rows: list[Counts] = [()]
    for low, high in seen.ranges:
        rows = [(*row, n) for row in rows for n in range(low, min(high, seen.total - sum(row)) + 1)]
    return [row for row in rows if sum(row) == seen.total]


def one_by_one(chain: Sequence[Seen]) -> list[list[Range]]:
    """The ranges, by trying every history in which no part ever shrank."""
    steps = [could_be(seen) for seen in chain]
    for at in range(1, len(steps)):
        steps[at] = [row for row in steps[at] if any(_grew(before, row) for before in steps[at - 1])]
    for at in reversed(range(len(steps) - 1)):
        steps[at] = [row for row in steps[at] if any(_grew(row, later) for later in steps[at + 1])]
    return [[(min(parts), max(parts)) for parts in zip(*rows, strict=True)] for rows in steps]


def _grew(before: Counts, after: Counts) -> bool:
    return all(n <= more for n, more in zip(before, after, strict=True))


def histories(widths: tuple[int, int], most: int) -> st.SearchStrategy[list[Counts]]:
    """A row that grows from snapshot to snapshot, small enough to try everything."""

    def grown(width: int) -> st.SearchStrategy[list[Counts]]:
        more = st.lists(st.tuples(*[st.integers(0, most)] * width), min_size=1, max_size=4)
        return more.map(lambda each: [tuple(map(sum, zip(*each[: at + 1], strict=True))) for at in range(len(each))])

    return st.integers(*widths).flatmap(grown)


def told(row: Counts, slack: Sequence[int]) -> Seen:
    """A row of which each part is known up to so much, in both directions."""
    ways = list(zip(slack[::2], slack[1::2], strict=True))
    known = tuple((max(0, n - less), n + more) for n, (less, more) in zip(row, ways, strict=True))
    return Between(sum(row), None, len(row), (), known)


@st.composite
def anything_told(draw: st.DrawFn) -> list[Seen]:
    """A history of which some snapshots are told nearly exactly, and some not at all."""
    nearly = st.lists(st.sampled_from((0, 0, 1, 2)), min_size=8, max_size=8)
    return [
        told(row, draw(nearly)[: 2 * len(row)]) if draw(st.booleans()) else Seen(sum(row), None, len(row))
        for row in draw(histories((2, 4), 1))
    ]


def one_hidden_between(dice: Random) -> list[Seen]:
    """The first and the third of three snapshots tell of each other what neither tells of the second."""
    steps = [[dice.randint(0, 1) for _ in range(4)] for _ in range(3)]
    first, second, third = (tuple(map(sum, zip(*steps[:at], strict=True))) for at in (1, 2, 3))
    roughly = [[dice.choice((0, 2)) for _ in range(8)] for _ in range(2)]
    return [told(first, roughly[0]), Seen(sum(second), None, 4), told(third, roughly[1])]


@st.composite
def shown(draw: st.DrawFn) -> list[Seen]:
    """A history as the house shows it: rounded, or hidden whole."""
    rows = draw(histories((2, 3), 3))
    return [Seen(sum(row), None if draw(st.booleans()) else tuple(map(rounded, row)), len(row)) for row in rows]


@often
@given(st.one_of(anything_told(), shown()))
def test_the_ranges_are_those_of_every_history_that_could_have_been(chain: list[Seen]) -> None:
    assert ranges(chain) == one_by_one(chain)


@pytest.mark.parametrize("seed", range(5))
def test_they_are_so_where_a_snapshot_lies_between_that_tells_nothing(seed: int) -> None:
    dice = Random(seed)
    for chain in (one_hidden_between(dice) for _ in range(60)):
        assert ranges(chain) == one_by_one(chain)


@often
@given(st.lists(st.tuples(*[st.integers(0, 9)] * 3), min_size=2, max_size=4))
def test_whatever_was_changed_meanwhile_each_range_is_one_and_lies_within_what_its_snapshot_shows(
    rows: list[Counts],
) -> None:
    """Put together although they cannot all be true, ranges once ran away from each other, and passed as safe."""
    chain = [Seen(sum(row), tuple(map(rounded, row)), 3) for row in sorted(rows, key=sum)]
    for seen, row in zip(chain, ranges(chain), strict=True):
        for (low, high), (least, most) in zip(row, seen.ranges, strict=True):
            assert least <= low <= high <= most


@often
@given(shown())
def test_one_snapshot_more_never_tells_less(chain: list[Seen]) -> None:
    for before, after in pairwise([ranges(chain[:at]) for at in range(len(chain) + 1)]):
        for then, now in zip(before, after, strict=False):
            assert all(a[0] <= b[0] <= b[1] <= a[1] for a, b in zip(then, now, strict=True))


def test_nothing_shown_tells_nothing() -> None:
    assert ranges([]) == []
    assert not gives_away([])


def test_what_a_part_may_be_by_itself() -> None:
    assert Seen(60, (0, None, 10, 15, 40), 5).ranges == [(0, 0), (1, 7), (8, 12), (13, 17), (38, 42)]
    assert Seen(12, None, 3).ranges == [(0, 12)] * 3


def test_the_parts_make_up_the_total() -> None:
    assert ranges([Seen(10, (10, None, None), 3)]) == [[(8, 8), (1, 1), (1, 1)]]
    assert ranges([Seen(15, (10, None), 2)]) == [[(8, 12), (3, 7)]]


def test_a_part_grew_by_no_more_cases_than_came_and_never_shrank() -> None:
    before, after = Seen(14, (10, None), 2), Seen(19, (15, None), 2)
    assert ranges([before, after]) == [[(8, 12), (2, 6)], [(13, 17), (2, 6)]]
    assert ranges([Seen(20, (15, None), 2), Seen(21, (15, None), 2)]) == [[(13, 17), (3, 7)], [(14, 17), (4, 7)]]


def test_a_snapshot_is_held_against_every_earlier_one_and_not_only_against_the_last() -> None:
    """Neither the first and second nor the second and third give the fourth part away; the first and third do."""
    first = Seen(32, (None, 10, 10, 0, None), 5)
    second, third = Seen(45, (None, 15, 20, None, None), 5), Seen(51, (None, 20, 25, None, None), 5)
    assert not gives_away([first, second])
    assert not gives_away([second, third])
    assert [row[3] for row in ranges([first, second, third])] == [(0, 0), (1, 2), (1, 2)]
    assert gives_away([first, second, third])


def test_snapshots_that_cannot_both_be_true_tell_nothing_of_each_other() -> None:
    """The third and fourth levels lost cases: grades were changed. The last two still go together."""
    changed, second, third = Seen(18, (10, None, None, None), 4), Seen(27, (20, None, 0, 0), 4), Seen(32, None, 4)
    found = ranges([changed, second, third])
    assert found[0] == changed.ranges
    assert (
        found[1:]
        == ranges([second, third])
        == [[(20, 22), (5, 7), (0, 0), (0, 0)], [(20, 27), (5, 12), (0, 5), (0, 5)]]
    )


def test_one_part_that_cannot_be_true_is_enough_however_little_is_known_of_the_others() -> None:
    """The first part shrank from five to three; of the other two nothing is known that would be against it."""
    first = Between(8, None, 3, (), ((5, 5), (0, 8), (0, 8)))
    latest = Between(20, None, 3, (), ((3, 3), (0, 20), (0, 20)))
    assert ranges([first, latest]) == [first.ranges, [(3, 3), (0, 17), (0, 17)]]


def test_after_a_case_was_taken_out_it_begins_anew_with_what_still_fits_the_latest() -> None:
    first, fewer, latest = Seen(20, (15, None), 2), Seen(19, (15, None), 2), Seen(20, (15, None), 2)
    assert ranges([first, fewer]) == [first.ranges, *ranges([fewer])]
    assert ranges([first, fewer, latest]) == [first.ranges, *ranges([fewer, latest])]


def test_one_that_does_not_fit_does_not_part_those_around_it() -> None:
    first, wrong, latest = Seen(14, (10, None), 2), Seen(15, (0, 15), 2), Seen(15, (10, None), 2)
    assert ranges([first, wrong, latest]) == [ranges([first, latest])[0], wrong.ranges, ranges([first, latest])[1]]


@pytest.mark.parametrize(
    "total, told",
    [(15, False), (17, False), (18, True), (19, True), (12, False), (11, False), (10, True), (9, True)],
)
def test_a_hidden_count_is_known_too_well_once_fewer_than_three_numbers_are_left(total: int, told: bool) -> None:
    """Beside 8 to 12 cases: of 18 there are six or seven, of 17 five to seven; of 11 one to three, of 10 one or two."""
    assert gives_away([Seen(total, (10, None), 2)]) is told


def test_nought_and_what_is_shown_anyhow_may_be_known() -> None:
    assert not gives_away([Seen(10, (10, 0), 2)])
    assert not gives_away([Seen(16, (10, 10), 2)]), "8 and 8: neither is a small number"


def test_a_row_that_was_hidden_whole_gives_away_only_what_other_snapshots_make_of_it() -> None:
    assert not gives_away([Seen(1, None, 2)]), "0 or 1, as whoever knows the total knows"
    assert gives_away([Seen(4, None, 2), Seen(9, (10, 0), 2)]), "nobody stood at the second level, so four at the first"
    assert not gives_away([Seen(9, None, 2), Seen(14, (15, 0), 2)]), "nine at the first: that is no small number"
    assert gives_away([Seen(7, None, 2), Seen(14, (15, 0), 2)])
    assert not gives_away([Seen(8, None, 2), Seen(14, (15, 0), 2)])


def _widths(chain: Sequence[Seen]) -> Iterator[int]:
    yield from (high - low for row in ranges(chain) for low, high in row)


def test_a_row_of_two_parts_is_put_together_over_any_number_of_snapshots() -> None:
    """Of these each and its next alone are compared, there and back: a narrow range travels over all that lie between."""
    chain = [Between(at, (None, None), 2, (), ((0, 100), (0, 100))) for at in range(10, 50)]
    last = Between(50, (None, None), 2, (), ((3, 3), (0, 100)))
    first = Between(10, (None, None), 2, (), ((2, 2), (0, 100)))
    assert set(_widths([first, *chain, last])) == {0, 1}
