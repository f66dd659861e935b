"""Forty hostile texts in every stored text, on the pages that a coordinator comes to first: a short run."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from maap.demonstration.people import READY
from maap.domain.people import Role
from tests.e2e.conftest import CHROMIUM, FLAGS, Server
from tests.long.payloads import MUST_BE_CAUGHT, Looking, control, demonstration, hunt, planted_house
from tests.long.planted_payloads import fields, stale

TEXTS, PAGES = 40, 12
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def planted() -> Iterator[tuple[Server, Looking]]:
    with planted_house(TEXTS, demonstration) as house:
        yield house


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


def test_what_somebody_typed_stays_letters(planted: tuple[Server, Looking], browser: Browser) -> None:
    server, looking = planted
    coordinator = next(one for one in READY if one.role is Role.COORDINATOR)
    found = hunt(browser, server, looking, [coordinator], PAGES)
    assert found.faults == []
    assert found.pages.total() == PAGES
    assert len({sign[:5] for sign in looking.seen}) > TEXTS / 4, "what was planted is seen on pages"


def test_every_text_that_is_stored_was_planted(planted: tuple[Server, Looking]) -> None:
    _, looking = planted
    assert stale() == set()
    assert {f"{column.table.name}.{column.name}" for column in fields()} == looking.planting.planted


def test_careless_pages_are_caught(planted: tuple[Server, Looking], browser: Browser) -> None:
    server, looking = planted
    assert control(browser, looking, server.folder) >= MUST_BE_CAUGHT - OF_ALL


OF_ALL = {"formula", "heading"}
"""What only some of the two hundred texts try: `python -m tests.long.payloads --control` catches these, too."""
