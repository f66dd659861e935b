"""An action by three people in three browsers: written, reported on, and closed by somebody else."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive, serving, signed_in
from tests.e2e.hands import click, due_in_three_months, pick, press, settled, write

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]


@pytest.fixture
def reported(tmp_path: Path) -> Iterator[Server]:
    yield from serving(Server(tmp_path, encrypted="false").filled("lanes"))


@pytest.fixture(autouse=True)
def _pictures(chromium: Browser) -> Iterator[None]:
    yield
    if folder := os.environ.get("MAAP_TEST_PICTURES"):
        for n, context in enumerate(chromium.contexts):
            for page in context.pages:
                page.screenshot(path=Path(folder) / f"lanes-{n}.png", full_page=True)


def test_an_action_is_written_reported_and_closed_by_another_person(reported: Server, chromium: Browser) -> None:
    team, police, chair = (
        signed_in(chromium, reported, f"{who}@example.org") for who in ("coordinator", "police", "chair")
    )
    arrive(team, f"{reported.address}/plan?audit=1")
    _recommend(team)
    _plan(team)
    arrive(police, f"{reported.address}/plan?audit=1")
    click(police.get_by_role("link", name="Action 1"))
    settled(police)
    action = police.url
    write(police, "What has been done", "Every strategy discussion invites health.")
    press(police, "Save the report")
    expect(police.get_by_text("Every strategy discussion invites health.").first).to_be_visible()
    click(police.get_by_text("It is done: ask for it to be closed").first)
    write(police, "What was done", "Health is there nine times in ten.")
    press(police, "Ask for it to be closed")
    arrive(chair, action)
    chair.get_by_role("radio", name="Practice is better").check(force=True)
    write(chair, "What difference did it make", "Plans name what health will do.")
    press(chair, "Confirm that it is done")
    expect(chair.get_by_text("confirmed that it is done").last).to_be_visible()


def _recommend(team: Page) -> None:
    write(team, "What do you recommend", "Agencies plan together from the first day.")
    press(team, "Save the recommendation")
    expect(team.get_by_text("Recommendation 1").first).to_be_visible()


def _plan(team: Page) -> None:
    press(team, "Add an action")
    write(team, "What will be done", "Invite health to every strategy discussion.")
    pick(team, "Agency that leads", "Police")
    write(team, "Role that owns it", "Head of safeguarding")
    due_in_three_months(team)
    write(team, "Something else that would show it", "Health is at nine of ten discussions.")
    press(team, "Put it into the plan")
    expect(team.get_by_role("link", name="Action 1")).to_be_visible()
