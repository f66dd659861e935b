"""`MAAP_TEST_PICTURES=folder pytest tests/e2e/dashboards_in_every_light.py`: every dashboard in every light.

Every chart of an audit, across the years, of an agency about itself, and of a screen on a wall; by day and by night, on
a desk and on a telephone; with nothing, 1, 7 and 400 returns. axe looks at each, figures are compared with those that
were made, and there is a picture of each to look at. By hand: it takes some minutes. `test_lights.py` is its short form.
"""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from maap.domain.tiles import TILES
from tests.e2e.charts_scene import SIZES, due, said
from tests.e2e.conftest import Server, arrive, serving
from tests.e2e.hands import press
from tests.e2e.lights import LOOKS, complaints, entered, faults, kept, looked_at, shares_are_honest

pytestmark = pytest.mark.timeout(900)
IN_EVERY_LIGHT = pytest.mark.parametrize(("width", "light"), LOOKS)
EVERY = "&".join(f"charts={tile.name.replace(' ', '+')}" for tile in TILES)


@pytest.fixture(scope="module")
def audits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an audit of each size, and an agency with as many returns of its own."""
    yield from serving(Server(tmp_path_factory.mktemp("charts"), encrypted="false").filled("charts"))


@pytest.fixture(scope="module")
def screens(audits: Server, chromium: Browser) -> dict[int, str]:
    """A link for a screen of each audit, by how many returns are in."""
    page, found = entered(chromium, audits, "coordinator@example.org", 1280, "light"), {}
    for number, size in enumerate(SIZES, 1):
        arrive(page, f"{audits.address}/sharing?audit={number}")
        press(page, "Make a link for a screen")
        made = page.get_by_text(re.compile("/wall/")).first
        expect(made).to_be_visible()
        found[size] = audits.address + re.findall(r"/wall/[\w-]+", made.inner_text())[0]
    page.context.close()
    return found


@IN_EVERY_LIGHT
def test_every_chart_of_an_audit_is_readable(audits: Server, chromium: Browser, width: int, light: str) -> None:
    page = entered(chromium, audits, "coordinator@example.org", width, light)
    errors = complaints(page)
    for number, size in enumerate(SIZES, 1):
        arrive(page, f"{audits.address}/charts?audit={number}&{EVERY}")
        looked_at(page, f"charts-{size}-{width}-{light}", light)
        words = page.get_by_test_id("stMain").inner_text()
        better, graded = said(size)
        assert f"{size} of {due(size)}" in words
        assert (f"{better:,} of {graded:,}" if graded else "None yet") in words
        shares_are_honest(words)
        for tile in page.locator("[class*='st-key-tile-']").all():
            assert "As at" in tile.inner_text()
            assert "returns in" in tile.inner_text()
    assert errors == []


@IN_EVERY_LIGHT
def test_an_agencys_own_charts_are_readable(audits: Server, chromium: Browser, width: int, light: str) -> None:
    for size in SIZES:
        page = entered(chromium, audits, f"own-{size}@example.org", width, light)
        errors = complaints(page)
        arrive(page, f"{audits.address}/our-agency")
        looked_at(page, f"own-{size}-{width}-{light}", light)
        words = page.get_by_test_id("stMain").inner_text()
        better, graded = said(size)
        assert not graded or f"{better:,} of {graded:,}" in words
        shares_are_honest(words)
        assert errors == []
        page.context.close()


@IN_EVERY_LIGHT
def test_a_screen_is_readable(screens: dict[int, str], chromium: Browser, width: int, light: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=light)  # type: ignore[arg-type]
    page = context.new_page()
    errors = complaints(page)
    for size, address in screens.items():
        page.goto(address)
        expect(page.locator("h2").first).to_be_visible()
        expect(page.locator("#as-at")).to_contain_text(f"{size} of {due(size)} returns in")
        for at in range(page.locator(".slide").count() if width > 400 else 1):
            kept(page, f"wall-{size}-{width}-{light}-{at}")
            assert faults(page) == [], (size, at)
            page.keyboard.press("ArrowRight")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert errors == []


def test_charts_across_the_years_are_readable(audits: Server, chromium: Browser) -> None:
    pages = {look: entered(chromium, audits, "coordinator@example.org", *look) for look in LOOKS}
    errors = {look: complaints(page) for look, page in pages.items()}
    for size in SIZES:
        if size:
            audits.filled("years", str(size))
        for (width, light), page in pages.items():
            arrive(page, f"{audits.address}/trends")
            looked_at(page, f"years-{size}-{width}-{light}", light)
            words = page.get_by_test_id("stMain").inner_text()
            assert (f"n = {2 * size} grades" if size else "There is nothing to compare yet.") in words
            shares_are_honest(words)
    assert not any(errors.values())
