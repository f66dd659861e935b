"""A screen on a wall follows the audit by day and by night, keeps its figures without a line, and goes dark at once."""

import re
from collections.abc import Sequence

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive, signed_in
from tests.e2e.hands import press

pytestmark = pytest.mark.browser


def _link(coordinator: Page, server: Server) -> str:
    arrive(coordinator, f"{server.address}/sharing?audit=1")
    press(coordinator, "Make a link for a screen")
    made = coordinator.get_by_text(re.compile("/wall/"))
    expect(made.first).to_be_visible()
    found = re.search(r"/wall/[\w-]+", made.first.inner_text())
    assert found
    return server.address + found.group(0)


def _screen(chromium: Browser, address: str, width: int = 1920, **chosen: str) -> Page:
    page = chromium.new_context(viewport={"width": width, "height": 1080}, **chosen).new_page()  # type: ignore[arg-type]
    page.goto(address)
    expect(page.locator("h2").first).to_be_visible()
    return page


def _faults(page: Page) -> Sequence[object]:
    return [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]


def test_a_screen_follows_the_audit_keeps_its_figures_and_ends(fieldwork: Server, chromium: Browser) -> None:
    coordinator = signed_in(chromium, fieldwork, "coordinator@example.org")
    address = _link(coordinator, fieldwork)
    day = _screen(chromium, address, color_scheme="light")
    night = _screen(chromium, address + "?night")
    phone = _screen(chromium, address, width=390, color_scheme="dark")
    refused: list[str] = []
    day.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    grounds = [page.evaluate("getComputedStyle(document.body).backgroundColor") for page in (day, night, phone)]
    assert grounds == ["rgb(242, 245, 247)", "rgb(12, 19, 25)", "rgb(12, 19, 25)"]
    for page in (day, night):
        expect(page.locator(".slide:visible")).to_have_count(1)
        for _ in range(page.locator(".slide").count()):
            assert _faults(page) == []
            assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
            page.keyboard.press("ArrowRight")
    assert _faults(phone) == []
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390

    expect(day.locator("#as-at")).to_contain_text("0 of 12 returns in")
    fieldwork.filled("wall")
    for page in (day, night, phone):
        expect(page.locator("#as-at")).to_contain_text("1 of 12 returns in", timeout=8_000)

    day.context.set_offline(True)
    expect(day.locator("#line")).to_contain_text(re.compile(r"No connection since \d\d:\d\d"), timeout=12_000)
    expect(day.locator("#as-at")).to_contain_text("1 of 12 returns in")
    assert _faults(day) == []
    fieldwork.filled("wall")
    day.context.set_offline(False)
    expect(day.locator("#as-at")).to_contain_text("2 of 12 returns in", timeout=12_000)
    expect(day.locator("#line")).to_be_empty()

    arrive(coordinator, f"{fieldwork.address}/sharing?audit=1")
    press(coordinator, "End")
    for page in (day, night, phone):
        expect(page.get_by_role("heading", name="Nothing is shown here")).to_be_visible(timeout=8_000)
        expect(page.locator("svg")).to_have_count(0)
    assert refused == []
