"""A whole return is answered, checked and submitted without a mouse: by Tab, Space, Enter and what is typed."""

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import PASSWORD, Server, drawn
from tests.e2e.hands import settled

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
WORDS, DAY = "Agencies met early and agreed who does what.", "02/11/2026"
FOCUS = """() => {
  const one = document.activeElement, group = one.closest('[role=radiogroup]'), pills = one.closest('[data-testid=stButtonGroup]');
  return {
    inside: !!one.closest('[data-testid=stMain]'), name: one.matches('a, button, [role=button]') ? (one.innerText || one.ariaLabel || '').trim() : '',
    radios: !!group && !group.querySelector('input:checked'), value: one.value ?? '', day: one.placeholder === 'DD/MM/YYYY',
    pills: !!pills && !pills.querySelector('[aria-pressed=true],[aria-checked=true]'),
    writes: one.matches('textarea, input[type=text]:not([role=combobox])'),
  };
}"""
MOST = 250
"""More steps than any page has places to stop at."""


def _focus(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(FOCUS)
    return found


def _reached(page: Page, name: str) -> None:
    """Go on with Tab until the focus is on what has this name."""
    passed = set[str]()
    for _ in range(MOST):
        at = str(_focus(page)["name"])
        if re.search(name, at):
            return
        passed.add(at[:60])
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not lead to {name}, but to {passed}")


def _presses(page: Page, name: str) -> None:
    _reached(page, name)
    page.keyboard.press("Enter")
    settled(page)


def _comes_in(page: Page, server: Server) -> None:
    page.goto(f"{server.address}/sign-in")
    for _ in range(MOST):
        if page.evaluate("document.activeElement.id") == "email":
            break
        page.keyboard.press("Tab")
    page.keyboard.type("ann@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    drawn(page)


def _writes(page: Page, day: bool) -> None:
    """A day into a day's box; a number where words are refused."""
    page.keyboard.type(DAY if day else WORDS)
    page.keyboard.press("Tab")
    settled(page)
    if page.get_by_text(re.compile("Enter a (whole )?number")).count():
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Control+a")
        page.keyboard.type("2")
        page.keyboard.press("Tab")
        settled(page)


def _answers_a_section(page: Page) -> bool:
    """Everything in it that is not answered, as the focus comes to it. Whether there is another section."""
    for _ in range(MOST):
        page.keyboard.press("Tab")
        at = _focus(page)
        if not at["inside"]:
            continue
        if "Next section" in at["name"]:
            page.keyboard.press("Enter")
            settled(page)
            return True
        if re.search("Check your answers", at["name"]) and page.get_by_role("button", name="Next section").count() == 0:
            return False
        if at["radios"] or at["pills"]:
            page.keyboard.press("Space" if at["radios"] else "Enter")
            settled(page)
        elif at["writes"] and not at["value"]:
            _writes(page, at["day"])
    raise AssertionError("Tab never comes to the end of the section")


def test_a_whole_return_is_answered_checked_and_submitted_by_keys_alone(fieldwork: Server, chromium: Browser) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    _comes_in(page, fieldwork)
    _presses(page, "Open the returns")
    _presses(page, "Answer")
    expect(page.locator("h1")).to_contain_text("Return")
    while _answers_a_section(page):
        expect(page.locator(".st-key-arrival h2")).to_be_focused(timeout=20_000)
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("Every required question has an answer")).to_be_visible(timeout=20_000)
    _presses(page, "Submit this return")
    expect(page.get_by_text("Submitted", exact=False).first).to_be_visible(timeout=20_000)
