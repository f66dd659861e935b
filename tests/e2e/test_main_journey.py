"""From an empty database to live charts, through pages only."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive
from tests.e2e.hands import follow, invite, pick, press, set_up, settled, welcome, write

pytestmark = pytest.mark.browser
AGENCIES = ("Children's Social Care", "Police", "Health visiting")


@pytest.fixture(autouse=True)
def _pictures(chromium: Browser) -> Iterator[None]:
    yield
    if folder := os.environ.get("MAAP_TEST_PICTURES"):
        for n, context in enumerate(chromium.contexts):
            for page in context.pages:
                page.screenshot(path=Path(folder) / f"last-{n}.png", full_page=True)


def test_a_small_audit_from_terms_of_reference_to_live_charts(
    empty_house: Server, chromium: Browser, tmp_path: Path
) -> None:
    robin = set_up(chromium, empty_house)
    people = _people(chromium, empty_house, robin)
    _terms(empty_house, robin)


def _people(chromium: Browser, server: Server, robin: Page) -> dict[str, Page]:
    """An agency lead and an auditor for each of three agencies, a chair and a manager, each in a browser of their own."""
    links = {
        f"lead {n}": invite(robin, server, f"Lead {n}", "Agency lead", agency) for n, agency in enumerate(AGENCIES)
    }
    links |= {
        f"auditor {n}": invite(robin, server, f"Auditor {n}", "Auditor", agency) for n, agency in enumerate(AGENCIES)
    }
    links["chair"] = invite(robin, server, "Chair Person", "Chair")
    links["manager"] = invite(robin, server, "Manager Person", "Observer")
    return {name: welcome(chromium, address) for name, address in links.items()}


def _step(page: Page, name: str) -> None:
    follow(page, name)
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def _onward(page: Page) -> None:
    press(page, "Save and go to the next step")
    page.wait_for_timeout(500)


def _terms(server: Server, robin: Page) -> None:
    """The task list of the terms, step by step."""
    arrive(robin, f"{server.address}/audits")
    robin.get_by_text("Start an audit").first.click()
    write(robin, "Title", "Neglect of children under five")
    press(robin, "Start")
    _step(robin, "Focus of the audit")
    pick(robin, "Themes", "Neglect")
    write(robin, "Why this theme, and why now", "Two reviews pointed to late recognition.")
    write(robin, "Purpose", "Is neglect seen early, and do agencies act on it together?")
    press(robin, "Add a line of enquiry")
    write(robin, "Line of enquiry 1", "Is the child's day known to every agency?")
    _onward(robin)
    write(robin, "In scope", "Children under five with a plan in the audited period.")
    _onward(robin)
    write(robin, "Where the cohort comes from", "The case system of children's social care.")
    write(robin, "Cases that belong to the cohort", "Every child with a plan for neglect.")
    write(robin, "Cases to draw", "8")
    _onward(robin)
    pick(robin, "Agencies", *AGENCIES)
    pick(robin, "Chair", "Chair Person")
    _onward(robin)
    pick(robin, "Questionnaire", "MAAP core")
    write(robin, "How you will hear from the family", "The worker asks, where it is safe.")
    _onward(robin)
    write(robin, "Telephone for immediate concerns", "01632 960 111")
    _onward(robin)
    pick(robin, "Owner of the action plan", "Robin Hale")
    _onward(robin)
    pick(robin, "People who sign", "Robin Hale", "Chair Person")
    press(robin, "Save")
