"""The long tests, short: the same code with fewer tries, and each control."""

import shutil
from pathlib import Path

import pytest

from tests.long.life import BUGS, Save, is_found, live
from tests.long.power_cuts import cut, recorded

CUTS = 150
needs_strace = pytest.mark.skipif(not shutil.which("strace"), reason="strace records the writer's calls")


@needs_strace
def test_a_power_cut_loses_nothing_that_was_acknowledged() -> None:
    assert cut(recorded(60, "FULL"), CUTS, 1) == (0, 0, 0)


@needs_strace
def test_the_same_cuts_lose_deeds_when_the_database_does_not_wait_for_the_disk() -> None:
    """The control."""
    lost, _, _ = cut(recorded(60, "NORMAL"), CUTS, 1)
    assert lost > 0


def test_no_random_life_of_an_audit_breaks_a_rule(database: Path) -> None:
    live(15, 20)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__.strip("_"))
def test_a_planted_bug_is_found(database: Path, bug: Save) -> None:
    """The controls."""
    assert is_found(bug)
