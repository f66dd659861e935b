"""How a page is looked at by day and by night, on a desk and on a telephone: what axe finds, what is cut off, a picture."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.e2e.conftest import Server, drawn, signed_in

PICTURES = os.environ.get("MAAP_TEST_PICTURES", "")
"""A folder for pictures, for somebody who wants to look."""
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(19, 29, 38)"}
SHARE = re.compile(r"[\d,]+ of (?:your )?([\d,]+)[^()%\n\d]*\(\d+%\)")
_CUT = """[...document.querySelectorAll('[data-testid=stMain] *')]
  .filter(one => one.clientWidth && !one.closest('[data-testid=stDataFrame]')
    && one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => one.outerHTML.slice(0, 120))"""


def entered(browser: Browser, server: Server, email: str, width: int, light: str) -> Page:
    """Somebody's own browser on a light or a dark machine, signed in. All of a page is drawn in it, nothing is below."""
    return signed_in(browser, server, email, width, 5000 if width > 400 else 9000, light)


def complaints(page: Page) -> list[str]:
    """Errors of the page's own scripts, and what they write as such, from now on."""
    said: list[str] = []
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.on("console", lambda line: said.append(line.text) if line.type == "error" and not _asks_around(line) else None)
    return said


def _asks_around(line: ConsoleMessage) -> bool:
    """Streamlit's own page looks for its server below its address first, and is told that it is not there."""
    return "404" in line.text and "/_stcore/" in line.location["url"]


def faults(page: Page) -> Sequence[object]:
    """What axe finds."""
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in Axe().run(page).response["violations"]]


def looked_at(page: Page, name: str, light: str) -> None:
    """The page is in its light, axe finds nothing, nothing stands beyond its edge, and there is a picture of it."""
    charts_drawn(page)
    ground = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    assert page.evaluate(ground) == PAPER[light]
    kept(page, name)
    assert faults(page) == [], name
    cut = page.evaluate(_CUT)
    assert cut == [], (name, cut)


def charts_drawn(page: Page) -> None:
    """Wait until every chart is there, and has a width."""
    drawn(page)
    for chart in page.get_by_test_id("stVegaLiteChart").all():
        expect(chart.locator("canvas, svg").first).to_be_visible(timeout=20_000)


def kept(page: Page, name: str) -> None:
    """A picture of all of a page, where somebody asked for pictures."""
    if PICTURES:
        Path(PICTURES).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


def shares_are_honest(words: str) -> None:
    """A percentage stands only beside its numbers, and never of fewer than twenty."""
    found = SHARE.findall(words)
    assert words.count("%") == len(found), words
    assert all(int(of.replace(",", "")) >= 20 for of in found), words
