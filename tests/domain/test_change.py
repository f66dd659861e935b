"""A difference is called a change by an exact test, for a dozen returns and for all that a partnership ever had."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import fisher_exact

from maap.domain.change import chance


@st.composite
def two_samples(draw: st.DrawFn) -> tuple[int, int, int, int]:
    of_a, of_b = draw(st.integers(1, 400)), draw(st.integers(1, 400))
    return draw(st.integers(0, of_a)), of_a, draw(st.integers(0, of_b)), of_b


@given(two_samples())
def test_chance_is_that_of_fishers_exact_test(counts: tuple[int, int, int, int]) -> None:
    a, of_a, b, of_b = counts
    theirs = fisher_exact([[a, of_a - a], [b, of_b - b]])[1]
    assert chance(*counts) == pytest.approx(theirs, rel=1e-6, abs=1e-12)


def test_thousands_of_returns_are_compared_as_exactly() -> None:
    assert chance(4_000, 8_000, 4_100, 8_000) == pytest.approx(0.11747471932260903, rel=1e-9)
    assert chance(0, 8_000, 4_100, 8_000) == 0.0
