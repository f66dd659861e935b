"""Pages that say no, and pages on which two people meet, break no rule of accessibility either."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive, drawn, signed_in
from tests.e2e.hands import click, settled
from tests.long.every_page import faults

pytestmark = pytest.mark.browser
NARROW, WIDE = 320, 1280


def _section(page: Page, server: Server) -> None:
    """The section about the timing of the first return."""
    arrive(page, f"{server.address}/return?return=2&section=evidence_timeliness")
    expect(page.locator("textarea").first).to_be_visible()


def _found(page: Page) -> list[tuple[str, str]]:
    drawn(page)
    return list(faults(page))


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_refused_answer_and_one_that_a_colleague_changed(fieldwork: Server, chromium: Browser, width: int) -> None:
    ann = signed_in(chromium, fieldwork, "ann@example.org", width=width)
    bob = signed_in(chromium, fieldwork, "bob@example.org", width=width)
    for page in (ann, bob):
        _section(page, fieldwork)
    ann.locator("textarea").first.fill("The first words.")
    ann.keyboard.press("Tab")
    expect(ann.get_by_text("Saved ").first).to_be_visible()
    bob.locator("textarea").first.fill("The second words.")
    bob.keyboard.press("Tab")
    expect(bob.get_by_text("A colleague has just changed this answer").first).to_be_visible()
    assert _found(bob) == []
    ann.locator("textarea").first.fill("Telephone 07700 900482 before noon.")
    ann.keyboard.press("Tab")
    expect(ann.get_by_test_id("stMain").get_by_test_id("stAlert").first).to_be_visible()
    settled(ann)
    assert _found(ann) == []


@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_page_that_is_refused_that_is_empty_and_that_is_over(
    fieldwork: Server, chromium: Browser, width: int
) -> None:
    page = signed_in(chromium, fieldwork, "manager@example.org", width=width)
    for address in ("charts?audit=1", "actions", "library", "published", "trends"):
        arrive(page, f"{fieldwork.address}/{address}")
        assert _found(page) == [], address
    page.goto(f"{fieldwork.address}/return?return=999")
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    assert list(faults(page)) == []
    other = page.context.new_page()
    arrive(other, f"{fieldwork.address}/audits")
    click(other.get_by_role("button", name="Sign out"))
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible(timeout=40_000)
    assert list(faults(page)) == []
    assert list(faults(other)) == []
