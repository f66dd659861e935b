"""Findings are coded one after the other without a mouse; what was suggested and what was taken is kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from maap.ui.rooms import BY_URL
from tests.e2e.conftest import Server, arrive, drawn, serving, signed_in
from tests.e2e.findings_scene import FINDINGS

pytestmark = pytest.mark.browser


@pytest.fixture
def findings(tmp_path: Path) -> Iterator[Server]:
    """A server with four findings that nobody has coded."""
    yield from serving(Server(tmp_path, encrypted="false").filled("findings"))


def _press(page: Page, key: str) -> None:
    drawn(page)
    page.keyboard.press(key)


def _shown(page: Page, words: str) -> None:
    expect(page.get_by_test_id("stMain").get_by_text(words).first).to_be_visible(timeout=20_000)
    drawn(page)


def _taken(page: Page, theme: str) -> None:
    expect(page.get_by_role("button", name=f"✔ {theme}")).to_be_visible(timeout=20_000)


def test_four_findings_are_coded_by_keyboard_alone(chromium: Browser, findings: Server) -> None:
    page = signed_in(chromium, findings, "coordinator@example.org")
    arrive(page, f"{findings.address}/coding?audit=1")
    _shown(page, FINDINGS[0])
    _press(page, "1")
    _taken(page, "Sharing plans and minutes")
    _press(page, "s")
    _shown(page, FINDINGS[1])
    _press(page, "1")
    _taken(page, "Genograms")
    _press(page, "1")  # left again
    expect(page.get_by_role("button", name="✔ Genograms")).to_have_count(0, timeout=20_000)
    _press(page, "1")
    _taken(page, "Genograms")
    _press(page, "s")
    _shown(page, FINDINGS[2])
    _press(page, "x")
    _shown(page, FINDINGS[3])
    _press(page, "k")
    _shown(page, FINDINGS[2])
    _press(page, "j")
    _shown(page, FINDINGS[3])
    _another_theme(page, "Professional curiosity")
    _press(page, "s")
    _shown(page, "4 of 4 findings looked at")
    _what_is_kept(page, findings)


def _another_theme(page: Page, theme: str) -> None:
    """The list of all themes is reached with Tab, and a theme found by typing."""
    box = page.get_by_role("combobox", name="Themes of this finding")
    for _ in range(60):
        if box.evaluate("box => box === document.activeElement"):
            break
        page.keyboard.press("Tab")
    page.keyboard.type(theme)
    expect(page.get_by_role("option").first).to_be_visible()
    page.wait_for_timeout(200)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    drawn(page)
    page.evaluate("document.activeElement.blur()")


def _what_is_kept(page: Page, findings: Server) -> None:
    arrive(page, f"{findings.address}/finding?audit=1&finding=1")
    _shown(page, "Sharing plans and minutes: suggested by the machine, chosen by Robin Hale")
    arrive(page, f"{findings.address}/finding?audit=1&finding=4")
    _shown(page, "Professional curiosity: chosen by Robin Hale")
    arrive(page, f"{findings.address}/groups")
    _shown(page, FINDINGS[2])
    _no_theme_is_cut(page, findings)


def _no_theme_is_cut(page: Page, findings: Server) -> None:
    """A theme that is longer than its line goes on in the next one."""
    arrive(page, f"{findings.address}/findings?audit=1")
    page.set_viewport_size({"width": 200, "height": 900})
    _shown(page, "Sharing plans and minutes")
    cut = (
        "[...document.querySelectorAll('.stMarkdownBadge')].filter(one => one.scrollWidth > one.clientWidth + 1).length"
    )
    assert page.evaluate(cut) == 0


@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_of_findings_break_no_rule_of_accessibility(chromium: Browser, findings: Server, width: int) -> None:
    page = signed_in(chromium, findings, "coordinator@example.org", width)
    found = {}
    for path in (
        *("findings?audit=1", "finding?audit=1&finding=1", "coding?audit=1", "trace?audit=1&from=finding-1"),
        *("passages?audit=1", "groups", "codebook?theme=3"),
    ):
        arrive(page, f"{findings.address}/{path}")
        page.wait_for_timeout(500)
        if broken := [(one["id"], one["nodes"][0]["html"]) for one in Axe().run(page).response["violations"]]:
            found[path] = broken
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        assert page.title() == f"{BY_URL[path.partition('?')[0]].title} · MAAP"  # a tab says which page it is
    assert found == {}
