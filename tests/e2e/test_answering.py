"""What happens in a browser while a return is answered."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive, drawn, signed_in
from tests.e2e.hands import click, settled

pytestmark = pytest.mark.browser
BOX = "Words from the file about the timing."


def _section(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()
    expect(page.locator(".st-key-arrival h2")).to_have_text(name)
    drawn(page)


def _open_return(page: Page, server: Server) -> None:
    arrive(page, f"{server.address}/returns?audit=1")
    page.get_by_role("link", name="Answer").first.click()
    expect(page.locator("h1")).to_contain_text("Return")
    drawn(page)


def test_the_next_section_begins_at_its_heading_with_the_focus_there(fieldwork: Server, chromium: Browser) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org")
    _open_return(page, fieldwork)
    page.get_by_role("button", name="Next section").click()
    expect(page.locator(".st-key-arrival h2")).to_be_focused()
    box = page.locator(".st-key-arrival h2").bounding_box()
    assert box and 40 <= box["y"] <= 400


def test_words_typed_before_a_restart_of_the_server_are_saved_after_it(fieldwork: Server, chromium: Browser) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org")
    _open_return(page, fieldwork)
    _section(page, "What the file shows: timeliness")
    page.locator("textarea").first.click()
    page.keyboard.type(BOX)
    fieldwork.stop()
    page.wait_for_timeout(1500)
    fieldwork.start()
    drawn(page)
    expect(page.locator("textarea").first).to_have_value(BOX)
    expect(page.get_by_text(re.compile(r"^Saved \d")).first).to_be_visible(timeout=30_000)
    again = signed_in(chromium, fieldwork, "bob@example.org")
    _open_return(again, fieldwork)
    _section(again, "What the file shows: timeliness")
    expect(again.locator("textarea").first).to_have_value(BOX)


def test_leaving_a_box_by_going_to_the_next_section_saves_it(fieldwork: Server, chromium: Browser) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org")
    _open_return(page, fieldwork)
    _section(page, "What the file shows: timeliness")
    page.locator("textarea").first.fill(BOX)
    page.get_by_role("button", name="Next section").click()
    expect(page.locator(".st-key-arrival h2")).not_to_have_text("What the file shows: timeliness")
    page.get_by_role("button", name="Previous section").click()
    expect(page.locator(".st-key-arrival h2")).to_have_text("What the file shows: timeliness")
    expect(page.locator("textarea").first).to_have_value(BOX)


def test_two_browsers_on_one_answer_show_both_texts(fieldwork: Server, chromium: Browser) -> None:
    ann = signed_in(chromium, fieldwork, "ann@example.org")
    bob = signed_in(chromium, fieldwork, "bob@example.org")
    for page in (ann, bob):
        _open_return(page, fieldwork)
        _section(page, "What the file shows: timeliness")
    ann.locator("textarea").first.fill("The first words.")
    ann.keyboard.press("Tab")
    expect(ann.get_by_text("Saved ").first).to_be_visible()
    bob.locator("textarea").first.fill("The second words.")
    bob.keyboard.press("Tab")
    expect(bob.get_by_text("A colleague has just changed this answer").first).to_be_visible()
    expect(bob.locator("textarea").first).to_have_value("The first words.")
    expect(bob.get_by_text("The second words.")).to_be_visible()
    bob.get_by_role("button", name="Use mine instead").click()
    expect(bob.locator("textarea").first).to_have_value("The second words.")
    expect(bob.get_by_text("A colleague has just changed this answer")).to_have_count(0)


def test_a_number_chooses_an_answer_and_takes_it_back_where_several_may_be_chosen(
    fieldwork: Server, chromium: Browser
) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org")
    _open_return(page, fieldwork)
    parts = page.locator(".st-key-q-work_done").get_by_test_id("stButtonGroup").get_by_role("button")
    parts.first.focus()
    for key, pressed in (("2", "true"), ("3", "true"), ("2", "false")):
        page.keyboard.press(key)
        expect(parts.nth(int(key) - 1)).to_have_attribute("aria-pressed", pressed)
        settled(page)
    page.reload()
    drawn(page)
    expect(parts.nth(2)).to_have_attribute("aria-pressed", "true")


def test_signing_out_in_one_tab_ends_the_other_at_its_next_step(fieldwork: Server, chromium: Browser) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org")
    _open_return(page, fieldwork)
    other = page.context.new_page()
    other.goto(f"{fieldwork.address}/sign-out")  # the address alone ends nothing, and leads to where the button is
    drawn(other)
    click(other.get_by_role("button", name="Sign out"))
    expect(other.locator("h1")).to_have_text("Sign in")
    page.get_by_role("button", name="Next section").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    page.reload()
    expect(page.locator("h1")).to_have_text("Sign in")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_return_fits_the_screen(fieldwork: Server, chromium: Browser, width: int) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org", width=width)
    _open_return(page, fieldwork)
    overflow = page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth - innerWidth")
    assert overflow <= 0
