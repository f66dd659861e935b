"""Coming in through an organisation's own sign-in, and with a second factor, in a real browser."""

import json
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.council import served
from tests.e2e.conftest import PASSWORD, STRANGERS, Server, arrive, drawn, signed_in
from tests.e2e.hands import click, press, set_up, settled, write

pytestmark = pytest.mark.browser
ITS_STYLE = "https://cdn.jsdelivr.net/**"
"""What the page of the made-up provider would fetch from elsewhere."""


@pytest.fixture(scope="module")
def council() -> Iterator[str]:
    """An organisation's identity provider, which knows two people, and one of them without a second factor."""
    people = [
        {"sub": "robin", "email": "robin@example.org", "email_verified": True, "amr": ["pwd", "mfa"]},
        {"sub": "hurried", "email": "robin@example.org", "email_verified": True, "amr": ["pwd"]},
        {"sub": "stranger", "email": "stranger@example.org", "email_verified": True, "amr": ["mfa"]},
    ]
    claims = [word for one in people for word in ("--user-claims", json.dumps(one))]
    with served(*claims) as address:
        STRANGERS.add(urlsplit(address).netloc)
        yield address


def _describes(page: Page, server: Server, issuer: str) -> None:
    arrive(page, f"{server.address}/ways-in")
    write(page, "Name on the button", "Example Council")
    write(page, "Issuer", issuer)
    write(page, "Client identifier", "maap")
    write(page, "Client secret", "between us")
    write(page, "What shows a second factor", "mfa")
    press(page, "Add this way to sign in")
    expect(page.get_by_text("Change this way to sign in")).to_be_visible()


def _through_the_council(chromium: Browser, server: Server, who: str) -> Page:
    page = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    page.route(ITS_STYLE, lambda asked: asked.fulfill(content_type="text/css", body=""))
    page.goto(f"{server.address}/sign-in?next=%2Faudits")
    page.get_by_role("link", name="Sign in with Example Council").click()
    page.get_by_role("button", name=who, exact=True).click()
    return page


@pytest.mark.timeout(180)
def test_an_invited_person_comes_in_through_their_organisation_and_a_stranger_does_not(
    empty_house: Server, chromium: Browser, council: str
) -> None:
    _describes(set_up(chromium, empty_house), empty_house, council)

    hurried = _through_the_council(chromium, empty_house, "hurried")
    expect(hurried.get_by_text("without a second factor")).to_be_visible()
    robin = _through_the_council(chromium, empty_house, "robin")
    drawn(robin)
    expect(robin.get_by_role("heading", name="Audits")).to_be_visible()
    assert robin.url.startswith(f"{empty_house.address}/audits")
    robin.reload()
    drawn(robin)
    expect(robin.get_by_role("heading", name="Audits")).to_be_visible()
    click(robin.get_by_role("button", name="Sign out"))
    expect(robin).to_have_url(re.compile(re.escape(council)))  # its own session ends there, too

    stranger = _through_the_council(chromium, empty_house, "stranger")
    expect(stranger.get_by_text("nobody has invited you here yet")).to_be_visible()
    stranger.goto(f"{empty_house.address}/audits")
    expect(stranger.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.timeout(180)
def test_a_second_factor_is_set_up_and_asked_for(fieldwork: Server, chromium: Browser) -> None:
    page = signed_in(chromium, fieldwork, "ann@example.org")
    arrive(page, f"{fieldwork.address}/account")
    press(page, "Set up a second factor")
    secret = "".join(page.locator("code").first.inner_text().split())
    write(page, "2. The code that the app shows now", pyotp.TOTP(secret).now())
    press(page, "Confirm")
    expect(page.get_by_text("They are shown only once.")).to_be_visible()
    recovery = page.locator("code").first.inner_text().split()
    assert len(recovery) == 10
    click(page.get_by_role("button", name="Sign out"))

    again = chromium.new_context(viewport={"width": 390, "height": 844}).new_page()
    again.goto(f"{fieldwork.address}/sign-in")
    again.fill("#email", "ann@example.org")
    again.fill("#password", PASSWORD)
    again.click("form:has(#email) button")
    expect(again.get_by_role("heading", name="Enter a code")).to_be_visible()
    again.goto(f"{fieldwork.address}/audits")
    expect(again.get_by_role("heading", name="Sign in")).to_be_visible()  # the password alone opened nothing
    again.goto(f"{fieldwork.address}/sign-in/code")
    again.fill("#code", "123")
    again.get_by_role("button", name="Sign in").click()
    expect(again.get_by_role("alert")).to_contain_text("That code does not fit")
    again.fill("#code", recovery[0])
    again.get_by_role("button", name="Sign in").click()
    drawn(again)
    settled(again)
    expect(again.get_by_role("heading", name="My work")).to_be_visible()
