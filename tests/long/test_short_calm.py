"""Ten calm minutes, short: the same looking for some seconds, and everything that is not calm is found."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.conftest import Server
from tests.long.calm import CONTROLS, Chosen, house, watch

pytestmark = pytest.mark.browser
Place = tuple[Server, str, Browser]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    """An audit that twenty agencies answer, and a browser."""
    with house() as found:
        yield found


def test_whatever_is_late_wrong_blank_jumps_or_grows_is_found(place: Place) -> None:
    """The controls. They come first: the longer agencies answer, the more often figures are again what they were."""
    found = " ".join(watch(place, Chosen(seconds=20, pause=8, controls=tuple(CONTROLS), patience=2)).faults)
    for words in ("older than", "never were so", "blank chart", "jumps", "heap: grew"):
        assert words in found


def test_a_dashboard_and_a_screen_stay_right_and_calm(place: Place) -> None:
    found = watch(place, Chosen(seconds=15, pause=8, patience=4))
    assert found.faults == (), found.figures
