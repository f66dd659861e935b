"""Every chart of a dashboard and of a screen, by day and by night, wide and narrow, with 0, 1, 7 and 400 returns.

Run by hand until it is steady on a busy machine: `MAAP_TEST_PICTURES=folder pytest tests/e2e/dashboards_in_every_light.py`.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from maap.domain.tiles import TILES
from tests.e2e.charts_scene import SIZES
from tests.e2e.conftest import PASSWORD, ROOT, Server, _serving, arrive, drawn
from tests.e2e.hands import press

pytestmark = pytest.mark.browser
PICTURES = os.environ.get("MAAP_TEST_PICTURES", "")
"""A folder for pictures to look at. Then all four ways of looking are tried, otherwise the two that differ most."""
LOOKS = [(1280, "light"), (390, "dark"), *([(1280, "dark"), (390, "light")] if PICTURES else [])]
SHARE = re.compile(r"\d+ of (\d+)[^()%]*\(\d+%\)")


@pytest.fixture(scope="module")
def four_audits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("charts"), encrypted="false")
    command = [sys.executable, "-m", "tests.e2e.charts_scene"]
    subprocess.run(command, cwd=ROOT, env=server.environment, check=True, timeout=180)
    yield from _serving(server)


@pytest.fixture(scope="module")
def screens(four_audits: Server, chromium: Browser) -> dict[int, str]:
    """A link for a screen of each audit, by how many returns are in."""
    page, found = _person(chromium, four_audits, "coordinator@example.org"), {}
    for number, size in enumerate(SIZES, 1):
        arrive(page, f"{four_audits.address}/sharing?audit={number}")
        press(page, "Make a link for a screen")
        made = page.get_by_text(re.compile("/wall/")).first
        expect(made).to_be_visible()
        found[size] = four_audits.address + re.findall(r"/wall/[\w-]+", made.inner_text())[0]
    page.context.close()
    return found


def _person(chromium: Browser, server: Server, email: str, width: int = 1280, light: str = "light") -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=light)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server.address}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("form:has(#email) button")
    drawn(page)
    return page


def _faults(page: Page) -> list[object]:
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]


def _said(page: Page) -> list[str]:
    """Errors of the page's own scripts, and what they write as such."""
    said: list[str] = []
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
    return said


def _charts_drawn(page: Page) -> None:
    drawn(page)
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        expect(chart.locator("canvas, svg").first).to_be_attached(timeout=20_000)


def _kept(page: Page, name: str) -> None:
    """A picture to look at, where somebody asked for pictures."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize(("width", "light"), LOOKS)
def test_a_dashboard_is_readable_with_any_number_of_returns(
    four_audits: Server, chromium: Browser, width: int, light: str
) -> None:
    page = _person(chromium, four_audits, "coordinator@example.org", width, light)
    page.set_viewport_size({"width": width, "height": 6000})  # all of it is drawn, nothing waits to be scrolled to
    said = _said(page)
    every = "&".join(f"charts={tile.name.replace(' ', '+')}" for tile in TILES)
    for number, size in enumerate(SIZES, 1):
        arrive(page, f"{four_audits.address}/charts?audit={number}&{every}")
        _charts_drawn(page)
        _kept(page, f"charts-{size}-{width}-{light}")
        assert _faults(page) == [], (size, width, light)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        words = page.get_by_test_id("stMain").inner_text()
        assert words.count("%") == len(SHARE.findall(words))
        assert all(int(of) >= 20 for of in SHARE.findall(words))
        for tile in page.locator("[class*='st-key-tile-']").all():
            assert "As at" in tile.inner_text() and "returns in" in tile.inner_text()
    assert said == []
    page.context.close()


@pytest.mark.parametrize(("width", "light"), LOOKS)
def test_a_screen_is_readable_with_any_number_of_returns(
    screens: dict[int, str], chromium: Browser, width: int, light: str
) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=light)  # type: ignore[arg-type]
    page = context.new_page()
    said = _said(page)
    for size, address in screens.items():
        page.goto(address)
        expect(page.locator("h2").first).to_be_visible()
        for at in range(page.locator(".slide").count() if width > 400 else 1):
            _kept(page, f"wall-{size}-{width}-{light}-{at}")
            assert _faults(page) == [], (size, width, light, at)
            page.keyboard.press("ArrowRight")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
    context.close()
