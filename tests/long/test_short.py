"""The long tests, short: the same code with fewer tries, and each control."""

import pytest

from tests.long.power_cuts import cut, recorded

CUTS = 150


def test_a_power_cut_loses_nothing_that_was_acknowledged() -> None:
    assert cut(recorded(60, "FULL"), CUTS, 1) == (0, 0, 0)


def test_the_same_cuts_lose_deeds_when_the_database_does_not_wait_for_the_disk() -> None:
    """The control."""
    lost, _, _ = cut(recorded(60, "NORMAL"), CUTS, 1)
    assert lost > 0


pytestmark = pytest.mark.skipif(not __import__("shutil").which("strace"), reason="needs strace")
