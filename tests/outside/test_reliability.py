"""Alpha as its author works it out."""

import pytest

from maap.outside.reliability import ordinal_alpha


def test_the_same_grade_every_time_is_one_and_the_opposite_is_below_nothing() -> None:
    assert ordinal_alpha([(2, 0), (0, 2)]) == 1
    assert ordinal_alpha([(1, 1), (1, 1)]) < 0


def test_the_ordinal_example_of_krippendorffs_own_paper() -> None:
    """Four observers, twelve units, values 1 to 5 (Computing Krippendorff's Alpha-Reliability, 2011, part D)."""
    rows = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    units = [[row[n] for row in rows if row[n] != "."] for n in range(12)]
    counted = [tuple(unit.count(level) for level in "12345") for unit in units]
    assert ordinal_alpha(counted) == pytest.approx(0.815, abs=0.002)
