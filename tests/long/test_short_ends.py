"""The long tests of sudden ends, short: the same code with fewer tries, and each control."""

from collections.abc import Iterator

import pytest

from maap.settings import settings
from tests.long import server_crashes, sudden_death
from tests.long.killed import CONTROLS, Deed, honest


@pytest.fixture(autouse=True)
def _a_house_of_its_own(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The commands choose their house in the environment: it is as before afterwards."""
    for name in ("MAAP_FOLDER", "MAAP_KEY_FILE", "MAAP_ENCRYPTED", "MAAP_DATABASE_URL"):
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    yield
    monkeypatch.undo()
    settings.cache_clear()


def test_a_killed_process_loses_nothing_that_was_acknowledged() -> None:
    found = sudden_death.killed(60, honest)
    assert found.acknowledged > 0 and found.is_well(), str(found)


@pytest.mark.parametrize("deed", CONTROLS, ids=lambda deed: deed.__name__)
def test_a_deed_that_breaks_the_promise_is_caught(deed: Deed) -> None:
    """The controls."""
    for seed in range(5):
        if not sudden_death.killed(60, deed, seed).is_well():
            return
    raise AssertionError("three hundred kills did not catch it")


def test_a_crashed_database_server_loses_nothing_that_was_acknowledged() -> None:
    found = server_crashes.crashed(4, is_safe=True)
    assert found.acknowledged > 0 and found.lost + found.half == 0, str(found)


def test_the_same_crashes_lose_answers_when_the_server_confirms_before_it_has_stored() -> None:
    """The control."""
    for seed in range(5):
        if server_crashes.crashed(3, False, seed).lost:
            return
    raise AssertionError("fifteen crashes lost nothing")
