"""The connection or the database fails while somebody types: the page says so, and nothing typed is lost."""

import re
import sqlite3
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive, drawn, signed_in, waited_for

pytestmark = pytest.mark.browser
WORDS = "Health and the school met before the plan was written."
SAVED = re.compile(r"^Saved \d")
SECTION = "What the file shows: timeliness"


def _answering(page: Page, server: Server) -> None:
    arrive(page, f"{server.address}/returns?audit=1")
    page.get_by_role("link", name="Answer").first.click()
    expect(page.locator("h1")).to_contain_text("Return")
    drawn(page)
    page.get_by_role("button", name=SECTION).first.click()
    expect(page.locator(".st-key-arrival h2")).to_have_text(SECTION)
    drawn(page)


def _said_at_the_foot(page: Page) -> str:
    """What the house's own style sheet writes over the page while there is no connection."""
    found = page.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]'), '::after').content")
    return "" if found == "none" else str(found)


def test_words_typed_while_the_browser_is_offline_are_saved_when_it_is_back(
    fieldwork: Server, chromium: Browser
) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org")
    _answering(page, fieldwork)
    assert _said_at_the_foot(page) == ""
    page.context.set_offline(True)
    page.locator("textarea").first.fill(WORDS)
    page.keyboard.press("Tab")
    waited_for(lambda: "No connection" in _said_at_the_foot(page))
    page.wait_for_timeout(12_000)  # longer than the page waits between two looks at its boxes
    expect(page.locator("textarea").first).to_have_value(WORDS)
    expect(page.get_by_text(SAVED)).to_have_count(0)
    page.context.set_offline(False)
    expect(page.get_by_text(SAVED).first).to_be_visible(timeout=60_000)
    expect(page.locator("textarea").first).to_have_value(WORDS)
    waited_for(lambda: _said_at_the_foot(page) == "")
    bob = signed_in(chromium, fieldwork, "bob@example.org")
    _answering(bob, fieldwork)
    expect(bob.locator("textarea").first).to_have_value(WORDS)


def test_a_browser_that_takes_itself_for_offline_is_told_otherwise_by_a_sign_of_life(
    fieldwork: Server, chromium: Browser
) -> None:
    """Some take a network of this machine alone for none, and never say that they are online again."""
    page = signed_in(chromium, fieldwork, "ann@example.org")
    _answering(page, fieldwork)
    for frame in page.frames:
        frame.evaluate("Object.defineProperty(navigator, 'onLine', { get: () => false })")
        frame.evaluate("window.dispatchEvent(new Event('offline'))")
    waited_for(lambda: "No connection" in _said_at_the_foot(page))
    waited_for(lambda: _said_at_the_foot(page) == "")


def test_words_typed_while_the_database_is_locked_stay_and_are_saved_by_themselves_later(
    fieldwork: Server, chromium: Browser
) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org")
    _answering(page, fieldwork)
    with closing(sqlite3.connect(fieldwork.folder / "var" / "maap.db", isolation_level=None)) as other:
        other.execute("begin immediate")
        page.locator("textarea").first.fill(WORDS)
        page.keyboard.press("Tab")
        expect(page.get_by_text("The database did not answer, so nothing was saved.").first).to_be_visible(
            timeout=60_000
        )
        expect(page.locator("textarea").first).to_have_value(WORDS)
        expect(page.get_by_role("button", name="Try again now")).to_be_visible()
        other.execute("rollback")
    expect(page.get_by_text(SAVED).first).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Not saved.")).to_have_count(0)
    expect(page.locator("textarea").first).to_have_value(WORDS)


def test_while_the_server_is_away_nothing_lies_over_what_somebody_typed(fieldwork: Server, chromium: Browser) -> None:
    """Streamlit's own dialog would speak of commands in a terminal."""
    page = signed_in(chromium, fieldwork, "ann@example.org")
    _answering(page, fieldwork)
    page.locator("textarea").first.click()
    page.keyboard.type(WORDS)
    fieldwork.stop()
    waited_for(lambda: "No connection" in _said_at_the_foot(page))
    page.wait_for_timeout(6_000)
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("textarea").first).to_have_value(WORDS)
    fieldwork.start()
    expect(page.get_by_text(SAVED).first).to_be_visible(timeout=60_000)
    expect(page.locator("textarea").first).to_have_value(WORDS)
