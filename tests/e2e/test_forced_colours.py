"""Where a machine forces its own colours on every page, what is chosen still looks other than what is not."""

import io
from collections import Counter
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page

from tests.bare_streamlit import served
from tests.e2e.conftest import ROOT

pytestmark = pytest.mark.browser
SCRIPT = """
import streamlit as st
from pathlib import Path
style = Path({style!r}).read_text()
st.html("<style>" + (style.replace("(forced-colors: active)", "not all") if "bare" in st.query_params else style) + "</style>")
same = lambda _: "same"
st.title("Controls")
st.radio("one", [1, 2], 0, format_func=same, horizontal=True)
st.checkbox("same", True, key="a"), st.checkbox("same", key="b")
st.toggle("same", True, key="c"), st.toggle("same", key="d")
st.pills("some", [1, 2], selection_mode="multi", default=[1], format_func=same)
st.segmented_control("either", [1, 2], default=1, format_func=same)
st.tabs(["same", "same "])
st.selectbox("list", [1, 2, 3], 1, format_func=same)
"""
PAIRS = {
    "radio": '[data-testid="stRadioOption"]',
    "checkbox": '[data-testid="stCheckbox"]:not(:has([role=switch]))',
    "switch": '[data-testid="stCheckbox"]:has([role=switch])',
    "pills": '[data-testid="stButtonGroup"] button[data-variant=pills]',
    "segments": '[data-testid="stButtonGroup"] button[data-variant=segmented_control]',
    "tabs": '[data-testid="stTab"]',
}
SEEN = 0.12
"""The part of a control's own dots that has to be of another colour: edges alone come to less than a tenth."""


@pytest.fixture(scope="module")
def controls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a page with each control of the house, two of a kind, of which the first is chosen."""
    page = tmp_path_factory.mktemp("controls") / "page.py"
    page.write_text(SCRIPT.format(style=str(ROOT / "maap" / "ui" / "house.css")))
    with served(page) as address:
        yield f"{address}/"


def _colours(control: Locator) -> Counter[int]:
    dots = Image.open(io.BytesIO(control.screenshot())).convert("RGB").tobytes()
    return Counter(zip(dots[::3], dots[1::3], dots[2::3], strict=True))  # type: ignore[arg-type]


def _apart(page: Page, chosen: Locator, other: Locator) -> float:
    """Which part of two controls of the same size is of another colour."""
    page.mouse.move(0, 0)
    one, two = _colours(chosen), _colours(other)
    return (one - two).total() / max(one.total(), two.total())


def _opened(chromium: Browser, address: str, light: str) -> Page:
    look = {"width": 900, "height": 1000}
    page = chromium.new_context(viewport=look, forced_colors="active", color_scheme=light).new_page()  # type: ignore[arg-type]
    page.goto(address)
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]")
    page.get_by_role("combobox").wait_for()
    return page


def _differences(page: Page) -> dict[str, float]:
    found = {kind: _apart(page, page.locator(css).nth(0), page.locator(css).nth(1)) for kind, css in PAIRS.items()}
    page.get_by_role("combobox").click()
    offered = page.get_by_role("option")
    offered.nth(2).wait_for()
    found["options"] = _apart(page, offered.nth(1), offered.nth(0))
    return found


@pytest.mark.parametrize("light", ["light", "dark"])
def test_what_is_chosen_is_seen_in_forced_colours(controls: str, chromium: Browser, light: str) -> None:
    found = _differences(_opened(chromium, controls, light))
    assert {kind: apart for kind, apart in found.items() if apart < SEEN} == {}


def test_without_the_houses_rules_nobody_sees_what_is_chosen(controls: str, chromium: Browser) -> None:
    """The control: Streamlit's own controls."""
    found = _differences(_opened(chromium, controls + "?bare", "light"))
    assert {kind: apart for kind, apart in found.items() if apart >= SEEN} == {}
