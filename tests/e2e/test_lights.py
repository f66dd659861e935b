"""A dashboard follows the machine of whoever looks, by day and by night, and a click leads to what is behind it.

The long form is `dashboards_in_every_light.py`.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.charts_scene import due, said
from tests.e2e.conftest import Server, arrive, serving
from tests.e2e.hands import press
from tests.e2e.lights import PAPER, charts_drawn, complaints, entered, faults, looked_at, shares_are_honest

pytestmark = pytest.mark.browser
SIZE = 7
TWO = "charts=Themes+that+come+together&charts=Actions"
_PAPER_OF_THE_FIRST = "getComputedStyle(document.querySelector('[data-testid=stVegaLiteChart] svg')).backgroundColor"
_TOPS_OF_THE_FIRST_TWO = """[...document.querySelectorAll('[class*="st-key-tile-"]')].slice(0, 2)
  .map(one => Math.round(one.getBoundingClientRect().top))"""
_COLOURS = """[...document.querySelectorAll('[data-testid=stVegaLiteChart] svg :is(path, text)')]
  .map(one => [one.tagName, getComputedStyle(one).fill, getComputedStyle(one).stroke].join(' ')).sort()"""


@pytest.fixture(scope="module")
def seven(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an audit of which seven returns are in, and an agency with seven of its own."""
    server = Server(tmp_path_factory.mktemp("seven"), encrypted="false")
    yield from serving(server.filled("charts", str(SIZE)))


@pytest.mark.parametrize(("width", "light"), [(1280, "light"), (390, "dark")])
def test_a_dashboard_is_readable_by_day_and_by_night(seven: Server, chromium: Browser, width: int, light: str) -> None:
    page = entered(chromium, seven, "coordinator@example.org", width, light)
    errors = complaints(page)
    arrive(page, f"{seven.address}/charts?audit=1")
    looked_at(page, f"short-{width}-{light}", light)
    words = page.get_by_test_id("stMain").inner_text()
    better, graded = said(SIZE)
    assert f"{SIZE} of {due(SIZE)}" in words
    assert f"{better} of {graded}" in words
    shares_are_honest(words)
    assert page.evaluate(_PAPER_OF_THE_FIRST) == PAPER[light]
    assert errors == []


def test_a_page_and_its_charts_turn_dark_and_light_with_the_machine_and_light_on_paper(
    seven: Server, chromium: Browser
) -> None:
    page = entered(chromium, seven, f"own-{SIZE}@example.org", 1280, "light")
    arrive(page, f"{seven.address}/our-agency")
    charts_drawn(page)
    page.emulate_media(color_scheme="dark")
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", PAPER["dark"])
    assert page.evaluate(_PAPER_OF_THE_FIRST) == PAPER["dark"]
    turned = page.evaluate(_COLOURS)
    page.reload()
    charts_drawn(page)
    assert page.evaluate(_PAPER_OF_THE_FIRST) == PAPER["dark"]
    assert page.evaluate(_COLOURS) == turned
    page.emulate_media(media="print")
    assert page.evaluate(_PAPER_OF_THE_FIRST) == PAPER["light"]
    printed = page.evaluate(_COLOURS)
    page.set_viewport_size({"width": 718, "height": 900})  # as wide as A4
    assert page.evaluate(_TOPS_OF_THE_FIRST_TWO) == [page.evaluate(_TOPS_OF_THE_FIRST_TWO)[0]] * 2
    words = "getComputedStyle(document.querySelector('[data-testid=stMain] h2')).color"
    assert page.evaluate(words) == "rgb(20, 32, 43)"
    page.emulate_media(media="screen", color_scheme="light")
    page.reload()
    charts_drawn(page)
    assert page.evaluate(_COLOURS) == printed != turned


@pytest.mark.parametrize(
    ("email", "place", "behind"),
    [
        (
            "coordinator@example.org",
            f"charts?audit=1&{TWO}",
            {"board-pairs": "The returns behind it", "board-actions": "What is behind it"},
        ),
        (f"own-{SIZE}@example.org", "our-agency", {"own-returns": f"{SIZE} returns.", "own-themes": "returns"}),
    ],
)
def test_a_click_on_a_bar_leads_to_what_is_behind_it(
    seven: Server, chromium: Browser, email: str, place: str, behind: dict[str, str]
) -> None:
    page = entered(chromium, seven, email, 1280, "light")
    arrive(page, f"{seven.address}/{place}")
    charts_drawn(page)
    for key, words in behind.items():
        listed = page.locator(f".st-key-behind-{key}")
        expect(listed).to_have_count(0)
        page.locator(f".st-key-tile-{key} [data-testid=stVegaLiteChart] svg g.mark-rect path").first.click()
        expect(listed).to_contain_text(words)
        expect(listed.get_by_role("link").first).to_be_visible()
        press(page, "Close this list")
        expect(listed).to_have_count(0)


def test_the_page_to_sign_in_is_dark_too(seven: Server, chromium: Browser) -> None:
    page = chromium.new_context(color_scheme="dark").new_page()
    page.goto(f"{seven.address}/sign-in")
    expect(page.locator("main")).to_have_css("background-color", PAPER["dark"])
    assert faults(page) == []
