"""One deed, however the hands that ask for it hurry: a double click, a key and a click, another button, the way back."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive, drawn, signed_in, waited_for

pytestmark = pytest.mark.browser
WORDS = "Do cousins who often stay count?"


def written(server: Server) -> tuple[int, int]:
    """Notes, and their lines in the trail."""
    with closing(sqlite3.connect(server.folder / "var" / "maap.db")) as file:
        notes = file.execute("select count(*) from question_note").fetchone()[0]
        lines = file.execute("select count(*) from trail where deed = 'wrote a note on a question'").fetchone()[0]
    return int(notes), int(lines)


def begun(page: Page, server: Server) -> Page:
    """A return in which somebody has typed a note and not sent it."""
    arrive(page, f"{server.address}/returns?audit=1")
    page.get_by_role("link", name="Answer").first.click()
    expect(page.locator("h1")).to_contain_text("Return")
    drawn(page)
    begin = page.get_by_role("button", name="Ask the")
    if begin.count() and not page.get_by_role("button", name="Send", exact=True).count():
        begin.first.click()
    box = page.locator("[data-testid=stForm] textarea").first
    box.fill(WORDS)
    return page


def double_click(page: Page) -> None:
    """Twice, as fast as a hand does."""
    page.get_by_role("button", name="Send", exact=True).first.dblclick(delay=40)


def enter_and_click(page: Page) -> None:
    """The key that sends a form, and its button at once."""
    page.locator("[data-testid=stForm] textarea").first.press("Control+Enter")
    page.get_by_role("button", name="Send", exact=True).first.click(no_wait_after=True)


def click_and_touch(page: Page) -> None:
    """The button, and at once something else on the page."""
    page.get_by_role("button", name="Send", exact=True).first.click(no_wait_after=True)
    page.get_by_role("button", name="Next section").click(no_wait_after=True)


def click_and_back(page: Page) -> None:
    """The button, and the browser's way back."""
    page.get_by_role("button", name="Send", exact=True).first.click(no_wait_after=True)
    page.go_back(wait_until="commit")


HURRIES: tuple[Callable[[Page], None], ...] = (double_click, enter_and_click, click_and_touch, click_and_back)


@pytest.mark.parametrize("hurry", HURRIES, ids=lambda one: one.__name__)
def test_a_hurried_note_is_sent_once(fieldwork: Server, chromium: Browser, hurry: Callable[[Page], None]) -> None:
    page = begun(signed_in(chromium, fieldwork, "ann@example.org"), fieldwork)
    hurry(page)
    waited_for(lambda: written(fieldwork) != (0, 0))
    drawn(page)
    arrive(page, f"{fieldwork.address}/returns?audit=1")  # whatever waited has been done by now
    assert written(fieldwork) == (1, 1)
