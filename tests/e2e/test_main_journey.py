"""From an empty database to live charts, through pages only."""

import csv
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import ROOT, Server, arrive
from tests.e2e.hands import click, complete, follow, invite, pick, press, set_up, settled, welcome, write

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
SOCIAL_CARE, POLICE, HEALTH = "Children's Social Care", "Police", "Health visiting"


@pytest.fixture(autouse=True)
def _pictures(chromium: Browser) -> Iterator[None]:
    """Each open page as it stood at the end, where somebody wants to look at them."""
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
    _terms_are_written(empty_house, robin)
    _terms_are_signed(empty_house, robin, people["Chair"])
    _agencies_answer(empty_house, people)
    _sample_is_drawn_and_proven(empty_house, robin, tmp_path)
    _fieldwork_opens(empty_house, robin)
    _three_auditors_answer_while_a_manager_watches(empty_house, people)


def _people(chromium: Browser, server: Server, robin: Page) -> dict[str, Page]:
    """Everybody takes up their one-time link in a browser of their own."""
    wanted = {
        "Chair": ("Chair", ""),
        "Manager": ("Observer", ""),
        "Lead care": ("Agency lead", SOCIAL_CARE),
        "Lead police": ("Agency lead", POLICE),
        "Lead health": ("Agency lead", HEALTH),
        "Auditor care": ("Auditor", SOCIAL_CARE),
        "Auditor police": ("Auditor", POLICE),
        "Second police": ("Auditor", POLICE),
    }
    links = {name: invite(robin, server, name, role, agency) for name, (role, agency) in wanted.items()}
    return {name: welcome(chromium, address) for name, address in links.items()}


def _onward(page: Page, heading: str) -> None:
    press(page, "Save and go to the next step")
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def _terms_are_written(server: Server, robin: Page) -> None:
    """The task list of the terms, step by step, with what has to be there."""
    arrive(robin, f"{server.address}/audits")
    write(robin, "Title", "Neglect of children under five")
    press(robin, "Start")
    follow(robin, "Focus of the audit")
    pick(robin, "Themes", "Neglect")
    write(robin, "Why this theme, and why now", "Two reviews pointed to late recognition.")
    write(robin, "Purpose", "Is neglect seen early, and do agencies act on it together?")
    press(robin, "Add a line of enquiry")
    write(robin, "Line of enquiry 1", "Is the child's day known to every agency?")
    _onward(robin, "Scope and audited period")
    write(robin, "In scope", "Children under five with a plan in the audited period.")
    _onward(robin, "Cohort and sample")
    write(robin, "Where the cohort comes from", "The case system of children's social care.")
    write(robin, "Cases that belong to the cohort", "Every child with a plan for neglect.")
    write(robin, "Cases to draw", "8")
    _onward(robin, "Agencies and people")
    pick(robin, "Agencies", SOCIAL_CARE, POLICE, HEALTH)
    pick(robin, "Chair", "Chair")
    _onward(robin, "How you will audit")
    pick(robin, "Questionnaire", "MAAP core")
    write(robin, "How you will hear from the family", "The worker asks, where it is safe.")
    _onward(robin, "Safety and data protection")
    write(robin, "Telephone for immediate concerns", "01632 960 111")
    _onward(robin, "Timetable, results and follow-up")
    pick(robin, "Owner of the action plan", "Robin Hale")
    _onward(robin, "Sign-off")
    pick(robin, "People who sign", "Robin Hale", "Chair")
    press(robin, "Save")


def _terms_are_signed(server: Server, robin: Page, chair: Page) -> None:
    arrive(robin, f"{server.address}/terms?audit=1")
    press(robin, "Ask for signatures")
    for page in (robin, chair):
        arrive(page, f"{server.address}/agree?audit=1")
        press(page, "I sign these terms")
    expect(chair.get_by_text("Agreed", exact=True).first).to_be_visible()


def _agencies_answer(server: Server, people: dict[str, Page]) -> None:
    """Two agencies commit and name their auditors, one declines with a reason."""
    for lead, auditors in {"Lead care": ["Auditor care"], "Lead police": ["Auditor police", "Second police"]}.items():
        arrive(people[lead], f"{server.address}/commit?audit=1")
        press(people[lead], "We commit to these procedures")
        pick(people[lead], "Who audits for your agency?", *auditors)
        press(people[lead], "Save our auditors")
    health = people["Lead health"]
    arrive(health, f"{server.address}/commit?audit=1")
    click(health.get_by_text("We cannot take part").first)
    write(health, "Why can your agency not take part?", "Our records team is moving this quarter.")
    press(health, "Decline for our agency")
    expect(health.get_by_text("Our records team is moving this quarter.").first).to_be_visible()


def _cohort(folder: Path) -> Path:
    """300 cases in three groups, seen in the last year."""
    path = folder / "cohort.csv"
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        rows = csv.writer(file)
        rows.writerow(["Case reference", "Threshold", "Last contact", "Agencies"])
        for n in range(300):
            seen = date.today() - timedelta(days=30 + n % 200)
            threshold = ("Early help", "Child in need", "Child protection")[n % 3]
            rows.writerow([f"C-{n:05}", threshold, f"{seen:%d/%m/%Y}", 2 + n % 4])
    return path


def _sample_is_drawn_and_proven(server: Server, robin: Page, folder: Path) -> None:
    """300 rows, a stratified sample of eight, and the command line that agrees."""
    cohort = _cohort(folder)
    arrive(robin, f"{server.address}/audit?audit=1")
    press(robin, "Start sampling")
    arrive(robin, f"{server.address}/sample?audit=1")
    robin.locator("input[type=file]").set_input_files(cohort)
    expect(robin.get_by_text("What the columns hold")).to_be_visible()
    press(robin, "Read this list")
    press(robin, "Draw the sample")
    expect(robin.get_by_text("MAAP26-1-08").or_(robin.get_by_text(re.compile("8 cases"))).first).to_be_visible()
    with robin.expect_download() as download:
        click(robin.get_by_role("link", name=re.compile("Certificate to prove")))
    certificate = folder / "certificate.json"
    download.value.save_as(certificate)
    assert len(json.loads(certificate.read_text())["drawn"]) == 8
    arguments = [sys.executable, "-m", "maap", "sample", "verify", str(certificate), str(cohort)]
    proof = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, env=server.environment)
    assert proof.returncode == 0, proof.stdout + proof.stderr


def _fieldwork_opens(server: Server, robin: Page) -> None:
    arrive(robin, f"{server.address}/audit?audit=1")
    press(robin, "Open the fieldwork")
    expect(robin.get_by_text("Fieldwork", exact=True).first).to_be_visible()


def _three_auditors_answer_while_a_manager_watches(server: Server, people: dict[str, Page]) -> None:
    manager = people["Manager"]
    arrive(manager, f"{server.address}/charts?audit=1")
    expect(manager.get_by_text(re.compile(r"0 of 16 returns")).first).to_be_visible()
    care, police, second = (people[name] for name in ("Auditor care", "Auditor police", "Second police"))
    for n, page in enumerate((care, police, second)):
        arrive(page, f"{server.address}/returns?audit=1")
        click(page.get_by_role("link", name="Answer").nth(n))
        settled(page)
    for page in (care, police, second):
        page.get_by_role("radio").first.check(force=True)
        settled(page)
    _not_known(server, second, manager)
    complete(care)
    _sent_back_and_submitted_again(server, care, people["Lead care"], manager)


def _not_known(server: Server, auditor: Page, manager: Page) -> None:
    """«Not known» in one step, and on the manager's open page within two seconds."""
    arrive(auditor, f"{server.address}/returns?audit=1")
    click(auditor.get_by_role("button", name="Not known to us").last)
    write(auditor, "Which role checked your records?", "Records officer")
    click(auditor.get_by_role("button", name="We do not know this child or household"))
    expect(manager.get_by_text(re.compile(r"1 of 16 returns")).first).to_be_visible(timeout=4_000)


def _sent_back_and_submitted_again(server: Server, care: Page, lead: Page, manager: Page) -> None:
    follow(care, "Check your answers")
    expect(care.get_by_text("Every required question has an answer")).to_be_visible()
    press(care, "Submit this return")
    expect(manager.get_by_text(re.compile(r"2 of 16 returns")).first).to_be_visible(timeout=4_000)
    address = care.url
    arrive(lead, address)
    click(lead.get_by_text("Ask for changes").first)
    pick(lead, "Which sections need another look?", "Timeliness")
    write(lead, "What should change?", "Say what made the difference.")
    press(lead, "Send back")
    expect(manager.get_by_text(re.compile(r"1 of 16 returns")).first).to_be_visible(timeout=4_000)
    arrive(care, address)
    expect(care.get_by_text("Say what made the difference.").first).to_be_visible()
    press(care, "Submit this return")
    arrive(lead, address)
    press(lead, "Accept this return for our agency")
    expect(manager.get_by_text(re.compile(r"2 of 16 returns")).first).to_be_visible(timeout=4_000)
    expect(manager.get_by_text(re.compile("Timeliness")).first).to_be_visible()
