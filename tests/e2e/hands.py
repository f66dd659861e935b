"""What people's hands do in a browser, so that a journey reads like one."""

import re
from datetime import date, timedelta

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from tests.e2e.conftest import PASSWORD, Server, arrive, drawn


def write(page: Page, label: str, words: str) -> None:
    """Type into a box and leave it."""
    box = page.get_by_label(re.compile("^" + re.escape(label))).first
    box.fill(words)
    box.press("Tab")
    settled(page)


def pick(page: Page, label: str, *wanted: str, exact: bool = False) -> None:
    """Choose from a list by typing. ``exact``: the label is the list's whole name."""
    for one in wanted:
        named = label if exact else re.compile(re.escape(label))
        box = page.get_by_role("combobox", name=named, exact=exact).first
        if box.input_value() == one:
            continue
        _look_for(box, one)
        page.wait_for_timeout(200)
        box.press("Enter")
        settled(page)
    page.keyboard.press("Tab")


def due_in_three_months(page: Page) -> None:
    """Type a working day into the date of an action."""
    due = date.today() + timedelta(days=90)
    while due.weekday() > 4:
        due += timedelta(days=1)
    page.get_by_role("group", name="Done by").get_by_role("spinbutton").first.click()
    page.keyboard.type(f"{due:%d%m%Y}")
    page.keyboard.press("Tab")
    settled(page)


def _look_for(box: Locator, words: str) -> None:
    """Type into a list until it offers the words: a list that is opened while its page moves closes once more."""
    offered = box.page.get_by_role("option", name=re.compile(re.escape(words))).first
    for _ in range(6):
        settled(box.page)
        box.click()
        box.fill("")
        box.fill(words)
        try:
            offered.wait_for(timeout=2_500)
        except TimeoutError:
            continue
        return
    expect(offered).to_be_visible()


def click(target: Locator) -> None:
    """Click what is there once the page is drawn: while it runs, parts of the run before stand beside the new ones."""
    drawn(target.page)
    target.click()


def press(page: Page, name: str) -> None:
    """Press a button and wait for what follows."""
    click(page.get_by_role("button", name=name).last)
    settled(page)


def follow(page: Page, name: str) -> None:
    """Follow a link of the page and wait for what follows."""
    click(page.get_by_test_id("stMain").get_by_role("link", name=name, exact=False).last)
    settled(page)


def settled(page: Page) -> None:
    """Wait until Streamlit has taken notice and is done."""
    page.wait_for_timeout(250)
    drawn(page)


def welcome(chromium: Browser, address: str, width: int = 1280) -> Page:
    """Somebody takes up their one-time link in a browser of their own."""
    page = chromium.new_context(viewport={"width": width, "height": 900}).new_page()
    page.goto(address)
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("button")
    drawn(page)
    return page


def set_up(chromium: Browser, server: Server) -> Page:
    """The first administrator, who also coordinates, sets the house up with the code from the console."""
    page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(server.address)
    for field, words in {
        "code": server.code,
        "name": "Robin Hale",
        "email": "robin@example.org",
        "password": PASSWORD,
        "again": PASSWORD,
    }.items():
        page.fill(f"#{field}", words)
    page.click("button")
    expect(page.get_by_role("heading", name="Your installation is ready")).to_be_visible()
    expect(page.locator("code.sheet")).to_be_visible()
    page.click("a.button")
    drawn(page)
    return page


def invite(page: Page, server: Server, name: str, role: str, agency: str = "") -> str:
    """Add somebody on the people page; returns their one-time link."""
    arrive(page, f"{server.address}/people")
    write(page, "Name", name)
    write(page, "E-mail address", f"{name.lower().replace(' ', '.')}@example.org")
    pick(page, "Roles", role)
    if agency:
        page.get_by_role("combobox", name=re.compile("Agency")).last.click()
        page.keyboard.type(agency)
        page.get_by_role("option", name=re.compile(re.escape(agency))).first.click()
    press(page, "Add this person")
    press(page, "Make an invitation link")
    letter = page.get_by_text(re.compile("/join/")).first
    expect(letter).to_be_visible()
    found = re.search(r"http\S+/join/[\w-]+", letter.inner_text())
    assert found
    return found.group(0)


def complete(page: Page) -> None:
    """Answer everything that is required, section by section, as the questions appear."""
    click(page.get_by_test_id("stSidebar").get_by_role("button").first)
    settled(page)
    while True:
        _answer_section(page)
        _answer_section(page)  # what the answers opened
        onward = page.get_by_role("button", name="Next section")
        if onward.count() == 0:
            return
        onward.click()
        settled(page)


def _answer_section(page: Page) -> None:
    """The first answer of every choice, a few words in every required box, one theme in every list."""
    main = page.get_by_test_id("stMain")
    for _ in range(60):
        groups = main.get_by_role("radiogroup").all()
        open_ones = [group for group in groups if group.get_by_role("radio", checked=True).count() == 0]
        if not open_ones:
            break
        open_ones[0].get_by_role("radio").first.check(force=True)
        settled(page)
    for pills in main.get_by_test_id("stButtonGroup").all():
        if pills.locator("[aria-pressed=true], [aria-checked=true]").count() == 0:
            pills.get_by_role("button").first.click()
            settled(page)
    for box in main.get_by_role("textbox").all():
        if box.input_value() == "":
            _fill(page, box)


def _fill(page: Page, box: Locator) -> None:
    """A date into a date's box, a number where words are refused, otherwise words."""
    is_date = box.get_attribute("placeholder") == "DD/MM/YYYY"
    box.fill("02/11/2026" if is_date else "Agencies met early and agreed who does what.")
    box.press("Tab")
    settled(page)
    if page.get_by_text(re.compile("Enter a (whole )?number")).count():
        box.fill("2")
        box.press("Tab")
        settled(page)
