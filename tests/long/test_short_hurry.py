"""The long tests of hurried hands and of sign-in times, short: the same code with fewer tries, and each control."""

from pathlib import Path

import pytest

from maap.storage.db import work
from tests import factories as make
from tests.long import interrupted, sign_in_times
from tests.pages.test_answering import Scene


@pytest.fixture
def scene(database: Path) -> Scene:
    with work() as session:
        make.partnership(session, name="A partnership", short_name="AP")
    return Scene()


def test_whatever_a_run_is_interrupted_by_each_deed_is_stored_once(scene: Scene) -> None:
    found = interrupted.tried(scene, 12)
    assert found.interrupted and not found.wrong, str(found)


def test_a_page_that_forgets_at_the_end_of_its_run_saves_twice() -> None:
    """The control."""
    assert max(interrupted.hasty_saves(at) for at in range(1, 14)) > 1


def test_a_check_that_skips_unknown_addresses_is_told_apart(database: Path) -> None:
    """The control; that nobody can tell with the house's own check is for the command, on a machine with time."""
    sign_in_times.furnish(5)
    assert sign_in_times.measured(sign_in_times.hasty, 5).apart > 0.5
    assert sign_in_times.measured(sign_in_times.honest, 5).apart < 0.5
