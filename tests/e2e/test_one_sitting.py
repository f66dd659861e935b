"""From closed returns to a published briefing and agency packs, in one sitting, each person in a browser of their own."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import ROOT, Server, arrive, signed_in
from tests.e2e.hands import click, press, settled, write
from tests.e2e.sitting_scene import HOSPITAL_ISSUE, POLICE_ANSWER, POLICE_ISSUE, SHARED, WANTED

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
EDITED = "Families told us twice what they had told us once."
_PRIVATE = (POLICE_ANSWER, POLICE_ISSUE, HOSPITAL_ISSUE)


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Server]:
    """A server with an audit whose panel has met."""
    server = Server(tmp_path, encrypted="false")
    command = [sys.executable, "-m", "tests.e2e.sitting_scene"]
    subprocess.run(command, cwd=ROOT, env=server.environment, check=True, timeout=60)
    try:
        yield server.start()
    finally:
        server.stop()


def test_an_audit_comes_from_closed_returns_to_a_published_briefing_and_packs(
    sitting: Server, chromium: Browser
) -> None:
    team, chair = (signed_in(chromium, sitting, f"{who}@example.org") for who in ("coordinator", "chair"))
    hospital = signed_in(chromium, sitting, "hospital@example.org", width=390)
    observer = signed_in(chromium, sitting, "observer@example.org")
    _findings_are_taken_from_answers(sitting, team)
    _the_report_is_begun(sitting, team)
    _a_part_is_written_in_other_words(sitting, team)
    _drafts_are_frozen(sitting, team)
    arrive(hospital, f"{sitting.address}/published")
    expect(hospital.get_by_text("Nothing has been published yet.")).to_be_visible()
    _the_chair_publishes(sitting, chair)
    _packs_are_given(sitting, team)
    _the_lead_reads_their_own(sitting, hospital)
    _the_observer_reads_what_is_shared(sitting, observer, hospital)
    _the_audit_is_published(sitting, team, observer)


def _findings_are_taken_from_answers(server: Server, team: Page) -> None:
    """Twenty-five answers say three things."""
    arrive(team, f"{server.address}/findings?audit=1")
    press(team, "Take 25 marked answers as findings")
    expect(team.get_by_text("1 strength, 2 areas for development.")).to_be_visible()
    for words in (SHARED, WANTED, POLICE_ANSWER):
        expect(team.get_by_test_id("stMain").get_by_text(words).first).to_be_visible()
    picture(team, "findings")


def _the_report_is_begun(server: Server, team: Page) -> None:
    """Before that, no document is frozen: a sentence beside the button says why."""
    arrive(team, f"{server.address}/documents?audit=1")
    click(card(team, "document-briefing").get_by_role("button", name="Freeze it as a draft"))
    expect(card(team, "document-briefing").get_by_text("move the audit to “reporting” first")).to_be_visible()
    arrive(team, f"{server.address}/audit?audit=1")
    press(team, "Start the report")
    expect(team.get_by_text("Reporting", exact=True).first).to_be_visible()


def _a_part_is_written_in_other_words(server: Server, team: Page) -> None:
    arrive(team, f"{server.address}/documents?audit=1")
    picture(team, "documents-before")
    click(card(team, "document-briefing").get_by_role("link", name=re.compile("Read and edit the text")))
    settled(team)
    expect(team.get_by_role("heading", name="Briefing in seven minutes: read and edit")).to_be_visible()
    part = card(team, "part-meaning")
    click(part.get_by_role("button", name="Edit this part"))
    settled(team)
    write(team, "The words of “What this means for children and families”", EDITED)
    picture(team, "edit-open")
    click(part.get_by_role("button", name="Save this part"))
    expect(part.get_by_text(EDITED)).to_be_visible(timeout=20_000)
    expect(part.get_by_text("Edited on")).to_be_visible()
    settled(team)
    picture(team, "edit")


def _drafts_are_frozen(server: Server, team: Page) -> None:
    click(team.get_by_role("link", name=re.compile("All documents of this audit")))
    settled(team)
    for kind in ("report", "briefing"):
        click(card(team, f"document-{kind}").get_by_role("button", name="Freeze it as a draft"))
        expect(card(team, f"document-{kind}").get_by_text("Draft 1 was frozen on")).to_be_visible(timeout=30_000)
        settled(team)
    picture(team, "documents-frozen")


def _the_chair_publishes(server: Server, chair: Page) -> None:
    arrive(chair, f"{server.address}/documents?audit=1")
    picture(chair, "documents-chair")
    for kind in ("report", "briefing"):
        click(card(chair, f"document-{kind}").get_by_role("button", name="Publish draft 1"))
        expect(card(chair, f"document-{kind}").get_by_text("Published on")).to_be_visible(timeout=30_000)
        settled(chair)
    picture(chair, "documents-chair-published")


def _packs_are_given(server: Server, team: Page) -> None:
    arrive(team, f"{server.address}/documents?audit=1")
    click(team.get_by_role("button", name="Give each agency its pack"))
    expect(card(team, "document-packs").get_by_text("given on")).to_have_count(4, timeout=40_000)
    settled(team)
    picture(team, "documents-all")


def _the_lead_reads_their_own(server: Server, hospital: Page) -> None:
    """On a telephone: the report, the briefing, and one pack, in every form."""
    arrive(hospital, f"{server.address}/published")
    expect(hospital.get_by_text("3 documents, the newest first.")).to_be_visible()
    picture(hospital, "published-lead")
    pack, briefing, report = (_read(hospital, server, row) for row in _shelf(hospital))
    for text in pack:
        assert "pack for Hospital" in text
        assert HOSPITAL_ISSUE in text
        assert SHARED in text
        assert POLICE_ANSWER not in text
        assert POLICE_ISSUE not in text
    for text in (*briefing, *report):
        assert not [words for words in _PRIVATE if words in text]
    assert all(EDITED in text for text in briefing)
    assert all(WANTED in text for text in (*briefing, *report))


def _the_observer_reads_what_is_shared(server: Server, observer: Page, hospital: Page) -> None:
    """Every pack is refused them, as the packs of other agencies are refused a lead."""
    arrive(observer, f"{server.address}/published")
    expect(observer.get_by_text("2 documents, the newest first.")).to_be_visible()
    picture(observer, "published-observer")
    open_to_observer, open_to_hospital = (set(_shelf(page)) for page in (observer, hospital))
    assert len(open_to_hospital - open_to_observer) == 1
    for page, shelf in ((observer, open_to_observer), (hospital, open_to_hospital)):
        answers = {n: page.request.get(f"{server.address}/files/editions/{n}.html").status for n in range(1, 7)}
        assert {n for n, status in answers.items() if status == 200} == shelf
    arrive(observer, f"{server.address}/published")
    with observer.context.expect_page() as opened:
        click(observer.get_by_role("link", name=re.compile("Web page")).first)
    page = opened.value
    page.wait_for_load_state()
    expect(page.get_by_text(EDITED)).to_be_visible()
    picture(page, "briefing-page")


def _the_audit_is_published(server: Server, team: Page, observer: Page) -> None:
    arrive(team, f"{server.address}/audit?audit=1")
    press(team, "Publish the learning")
    expect(team.get_by_text("Published", exact=True).first).to_be_visible()
    picture(team, "audit-published")
    arrive(observer, f"{server.address}/audit?audit=1")
    expect(observer.get_by_text("Published", exact=True).first).to_be_visible()


def card(page: Page, key: str) -> Locator:
    """A part of a page by its key."""
    return page.locator(f".st-key-{key}")


def _shelf(page: Page) -> list[int]:
    """Ids of the documents on the published page, the newest first."""
    cards = page.locator("[class*=st-key-edition-]").all()
    classes = [one.get_attribute("class") or "" for one in cards]
    return [int(found.group(1)) for one in classes if (found := re.search(r"st-key-edition-(\d+)", one))]


def _read(page: Page, server: Server, edition: int) -> list[str]:
    """What Word, PDF and the web page of an edition say, spaces and line breaks apart."""
    word, pdf, web = (
        page.request.get(f"{server.address}/files/editions/{edition}{ending}").body()
        for ending in (".docx", ".pdf", "")
    )
    paper = Document(BytesIO(word))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    told = (
        "\n".join([one.text for one in paper.paragraphs] + cells),
        "\n".join(one.extract_text() for one in PdfReader(BytesIO(pdf)).pages),
        web.decode(),
    )
    return [" ".join(one.split()) for one in told]


def picture(page: Page, name: str) -> None:
    """A picture of a page, for those who ask for pictures; wide and narrow."""
    if folder := os.environ.get("MAAP_TEST_PICTURES"):
        size = page.viewport_size
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_timeout(600)
            page.screenshot(path=Path(folder) / f"sitting-{name}-{width}.png")
        if size:
            page.set_viewport_size(size)
