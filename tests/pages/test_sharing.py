"""The coordinator takes a snapshot, the chair approves it, and a link is made, shown once and revoked."""

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from maap.domain.people import Role
from maap.storage import tables as t
from maap.storage.db import work
from tests.pages.conftest import a_person
from tests.usecases.test_sharing import Shelf

Browser = Callable[[t.Person | None], AppTest]
PAGE = "pages/live/sharing.py"


@pytest.fixture
def audit(set_up: None) -> int:
    with work() as session:
        return Shelf(session, cases=43).id


def opened(browser: AppTest, audit: int) -> AppTest:
    browser.run()
    browser.query_params["audit"] = str(audit)
    return browser.switch_page(PAGE).run()


def texts(page: AppTest) -> str:
    return " ".join(one.value for one in page.text)


def test_from_the_snapshot_to_the_link(audit: int, signed_in: Browser) -> None:
    coordinator, chair = a_person(Role.COORDINATOR), a_person(Role.CHAIR)
    page = opened(signed_in(coordinator), audit)
    assert not page.exception
    page = page.button(key="take-snapshot").click().run()
    assert not page.exception
    assert "A second person must approve it" in texts(page)
    assert not [one for one in page.button if str(one.key).startswith("approve-snapshot")]
    page = opened(signed_in(chair), audit)
    assert not [one for one in page.button if one.key == "take-snapshot"]
    page = page.button(key="approve-snapshot/1-1").click().run()
    assert not page.exception
    page = opened(signed_in(coordinator), audit)
    page = page.button(key="make-share-link/1").click().run()
    (address,) = [one.value for one in page.code]
    assert "/shared/" in address
    page = page.button(key="share-link-handed-on").click().run()
    assert not page.code
    page = page.button(key="revoke-share-link/1").click().run()
    assert "Revoked" in " ".join(one.value for one in page.markdown)


def test_the_page_shows_rounded_figures_alone_and_says_how_they_are_protected(audit: int, signed_in: Browser) -> None:
    page = opened(signed_in(a_person(Role.COORDINATOR)), audit)
    page = page.button(key="take-snapshot").click().run()
    assert "hidden to protect children" in texts(page)
    told = page.dataframe[0].value.astype(str).to_csv()
    assert "45" in told
    assert "43" not in told


@pytest.mark.parametrize("role", [Role.OBSERVER, Role.AGENCY_LEAD, Role.AUDITOR, Role.PANEL_MEMBER, Role.ADMINISTRATOR])
def test_nobody_else_opens_the_page(audit: int, signed_in: Browser, role: Role) -> None:
    page = opened(signed_in(a_person(role)), audit)
    assert page.error
    assert not [*page.dataframe, *(one for one in page.button if one.key == "take-snapshot")]


def test_an_address_for_spreadsheets_is_shown_once(audit: int, signed_in: Browser) -> None:
    browser = signed_in(a_person(Role.OBSERVER)).run()
    page = browser.switch_page("pages/home/account.py").run()
    page = page.button(key="data-key-new").click().run()
    assert not page.exception
    assert ["figures.csv" in one.value or "figures.json" in one.value for one in page.code] == [True, True]
    page = page.button(key="data-key-end").click().run()
    assert not page.code


def test_a_screen_on_a_wall_is_switched_on_and_off(audit: int, signed_in: Browser) -> None:
    page = opened(signed_in(a_person(Role.COORDINATOR)), audit)
    page = page.button(key="make-display").click().run()
    assert not page.exception
    (address,) = [one.value for one in page.code]
    assert "/wall/" in address
    assert "Not opened yet." in texts(page)
    page = page.button(key="display-handed-on").click().run()
    assert not page.code
    page = page.button(key="end-display/1").click().run()
    assert "Ended" in " ".join(one.value for one in page.markdown)
    assert not [one for one in page.button if str(one.key).startswith("end-display")]


def test_the_chair_approves_figures_and_has_no_screens(audit: int, signed_in: Browser) -> None:
    page = opened(signed_in(a_person(Role.CHAIR)), audit)
    assert not page.exception
    assert not [one for one in page.button if one.key == "make-display"]


def test_a_closed_audit_that_was_never_shared_says_that_a_first_snapshot_may_be_taken(
    audit: int, signed_in: Browser
) -> None:
    with work() as session:
        session.get_one(t.Audit, audit).stage = "closed"
    page = opened(signed_in(a_person(Role.COORDINATOR)), audit)
    assert "closed without anything of it being shared" in page.info[0].value
    assert "Take one below" in page.info[0].value
    assert "first snapshot, so it can be taken now" in texts(page)
    assert not page.button(key="take-snapshot").disabled
    page = opened(signed_in(a_person(Role.CHAIR)), audit)
    assert "Ask the coordinator" in page.info[0].value
