"""One sitting of three people in three browsers: from the last return to what is read, the library, and a year later."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e import sitting_documents as documents
from tests.e2e import sitting_learning as learning
from tests.e2e.conftest import Server, arrive, serving, signed_in
from tests.e2e.hands import click, follow, pick, press, settled
from tests.e2e.sitting_scene import LATER

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
YEARS = ("2020/21", "2021/22", "2022/23")
_RESULTS = """
- audit: MACFA {year}
  title: Neglect
  year: {year}
  unit: cases
  n: {n}
  cases: {n}
  source: MACFA briefing {year}
  grades:
    - domain: Timeliness
      by: panel
      counts: {{Good: {good}, Requires improvement: {less}}}
  themes:
    - theme: Information sharing
      count: {less}
"""


@pytest.fixture
def sitting(tmp_path: Path) -> Iterator[Server]:
    """A server with an audit whose last return is in."""
    yield from serving(Server(tmp_path, encrypted="false").filled("sitting"))


def test_an_audit_comes_from_closed_returns_to_learning_that_is_read_and_looked_at_again(
    sitting: Server, chromium: Browser, tmp_path: Path
) -> None:
    team, chair = (signed_in(chromium, sitting, f"{who}@example.org") for who in ("coordinator", "chair"))
    hospital = signed_in(chromium, sitting, "hospital@example.org", width=390)

    learning.returns_are_closed(sitting, team)
    learning.the_chair_records_a_grade(sitting, chair)
    learning.a_concern_is_recorded(chair)
    learning.the_concern_is_acknowledged(sitting, team)
    learning.findings_are_taken_from_answers(sitting, team)
    picture(team, "findings")

    learning.an_issue_goes_to_one_agency(sitting, team)
    issue = learning.the_agency_answers_it(sitting, hospital)
    learning.the_issue_is_closed(team, issue)

    learning.the_report_is_begun(sitting, team)
    learning.a_recommendation_and_three_actions(sitting, team)
    picture(team, "plan")
    learning.good_practice_is_praised(sitting, team, hospital)

    documents.a_part_is_written_in_other_words(sitting, team)
    documents.drafts_are_frozen(team)
    documents.the_chair_publishes(sitting, chair)
    documents.packs_are_given(sitting, team)
    picture(team, "documents")
    documents.the_lead_reads_their_own(sitting, hospital)
    documents.the_learning_is_published(sitting, team)

    _three_earlier_years(sitting, team, tmp_path)
    _a_year_later(sitting, team)


def _three_earlier_years(server: Server, team: Page, folder: Path) -> None:
    """Their briefings are in the library beside the new one; their results come in by a form and stand in the trend."""
    arrive(team, f"{server.address}/library")
    for year in YEARS:
        expect(team.get_by_test_id("stMain").get_by_text(year, exact=True).first).to_be_visible()
    expect(team.get_by_role("heading", name="Neglect of young children").first).to_be_visible()
    form = folder / "results.yaml"
    sizes = ((2, 5), (4, 4), (7, 2))
    audits = [
        _RESULTS.format(year=year, n=good + less, good=good, less=less)
        for year, (good, less) in zip(YEARS, sizes, strict=True)
    ]
    form.write_text("audits:" + "".join(audits))
    arrive(team, f"{server.address}/earlier-results")
    team.locator("input[type=file]").set_input_files(form)
    expect(team.get_by_text("MACFA 2022/23  Neglect, 2022/23: new.", exact=False)).to_be_visible()
    press(team, "Take it in")
    expect(team.get_by_text("3 audits taken in.")).to_be_visible()
    arrive(team, f"{server.address}/trends")
    for words in ("7 of 9", "4 of 8"):
        expect(team.get_by_text(words, exact=False).first).to_be_visible()
    picture(team, "trends")


def _a_year_later(server: Server, team: Page) -> None:
    """The re-audit asks again what the actions were to improve; once it is answered, before and after can be read."""
    arrive(team, f"{server.address}/audits")
    click(team.get_by_text("Start a re-audit").first)
    pick(team, "Which audit do you look at again?", "MAAP26-1")
    press(team, "Start the re-audit")
    follow(team, "Scope and audited period")
    asked = team.get_by_label("What must have improved").first
    expect(asked).to_have_value(re.compile(r"^Timeliness \(action 1 of the earlier audit, not done yet\)"))
    server.filled("sitting", LATER)
    arrive(team, f"{server.address}/before-after?audit=1")
    expect(team.get_by_text("Of 1 thing that both audits asked about: 1 better.", exact=False)).to_be_visible()
    expect(team.get_by_text("The numbers are small", exact=False).first).to_be_visible()
    expect(team.get_by_text("5 of 16", exact=False).first).to_be_visible()
    expect(team.get_by_text("16 of 16", exact=False).first).to_be_visible()
    settled(team)
    picture(team, "before-after")


def picture(page: Page, name: str) -> None:
    """A picture of a page, for those who ask for pictures; wide and narrow."""
    if folder := os.environ.get("MAAP_TEST_PICTURES"):
        size = page.viewport_size
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 900})
            settled(page)
            page.screenshot(path=Path(folder) / f"sitting-{name}-{width}.png")
        if size:
            page.set_viewport_size(size)
