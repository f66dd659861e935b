"""Steps of the sitting from the last return to the plan: panel, concern, findings, an issue, actions, praise."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import Server, arrive
from tests.e2e.hands import click, due_in_three_months, pick, press, settled, write
from tests.e2e.sitting_scene import POLICE_ANSWER, POLICE_ISSUE, SHARED, WANTED

ISSUE = "The Marigold ledger was read by nobody."
ANSWER = "Two managers read it each Monday from now on."
PRAISE = "Your wards rang before each visit, so that families knew who would come."
ACTIONS = (
    ("Invite every agency to the first meeting.", "Police", "Timeliness"),
    ("Share one diary of visits.", "Hospital", "Communication and information sharing"),
    ("Check ten files each quarter.", "Hospital", ""),
)
"""What is to be done, which agency leads, and which part of practice is to be graded better."""


def card(page: Page, key: str) -> Locator:
    """A part of a page by its key."""
    return page.locator(f".st-key-{key}")


def returns_are_closed(server: Server, team: Page) -> None:
    """The last return is in, and the coordinator opens the panel."""
    arrive(team, f"{server.address}/audit?audit=1")
    press(team, "Close the returns and open the panel")
    expect(team.get_by_text("Panel", exact=True).first).to_be_visible()


def the_chair_records_a_grade(server: Server, chair: Page) -> None:
    """The last case is graded."""
    arrive(chair, f"{server.address}/panel?audit=1&case=4")
    asked = chair.get_by_role("radiogroup", name=re.compile("^Which grade did the panel agree"))
    asked.get_by_role("radio", name=re.compile("^Requires improvement")).first.check(force=True)
    settled(chair)
    write(chair, "Why did the panel agree this grade?", "Agencies met late in this case.")
    press(chair, "Record the agreed grade")
    expect(chair.get_by_text("Agencies met late in this case.").first).to_be_visible()


def a_concern_is_recorded(chair: Page) -> None:
    """Where the case is read: first the telephone, then what is kept, which tells no story."""
    press(chair, "A child or adult may be at risk now")
    expect(chair.get_by_text("Telephone now, before you do anything here")).to_be_visible()
    press(chair, "They have been told. Record it")
    pick(chair, "Who was told?", "Children's social care front door")
    press(chair, "Record it")
    expect(chair.get_by_text("It is recorded. Thank you")).to_be_visible()


def the_concern_is_acknowledged(server: Server, team: Page) -> None:
    """The clock stops."""
    arrive(team, f"{server.address}/concerns?audit=1")
    expect(team.get_by_text(re.compile("^Waits, ")).first).to_be_visible()
    team.get_by_role("radio", name="The right team has it and is acting.").check(force=True)
    settled(team)
    press(team, "Acknowledge")
    expect(team.get_by_text(re.compile("Acknowledged after ")).first).to_be_visible()


def findings_are_taken_from_answers(server: Server, team: Page) -> None:
    """Twenty-five answers say three things."""
    arrive(team, f"{server.address}/findings?audit=1")
    press(team, "Take 25 marked answers as findings")
    expect(team.get_by_text("1 strength, 2 areas for development.")).to_be_visible()
    for words in (SHARED, WANTED, POLICE_ANSWER):
        expect(team.get_by_test_id("stMain").get_by_text(words).first).to_be_visible()


def an_issue_goes_to_one_agency(server: Server, team: Page) -> None:
    """The coordinator sends it."""
    arrive(team, f"{server.address}/issues?audit=1")
    click(team.get_by_text("Raise an issue with one agency").first)
    settled(team)
    pick(team, "Which agency does it belong to?", "Acute hospital")
    write(team, "What is the issue?", ISSUE)
    press(team, "Send it to the agency")
    expect(team.get_by_text("2 issues:", exact=False)).to_be_visible()


def the_agency_answers_it(server: Server, hospital: Page) -> str:
    """On a telephone. The lead finds their own issue and no other, not even by its address. Where theirs is."""
    hospital.goto(f"{server.address}/issue?audit=1&issue=1")
    expect(hospital.get_by_test_id("stMain").get_by_text(re.compile("There is no such issue here"))).to_be_visible()
    assert POLICE_ISSUE not in hospital.content()
    arrive(hospital, f"{server.address}/issues?audit=1")
    expect(hospital.get_by_text("1 issue, which waits for an answer.")).to_be_visible()
    click(hospital.get_by_role("link", name=re.compile("Open Issue")))
    expect(hospital.get_by_text(ISSUE)).to_be_visible()
    assert POLICE_ISSUE not in hospital.content()
    press(hospital, "We have received this")
    write(hospital, "What has your agency found", ANSWER)
    press(hospital, "Send the answer")
    expect(hospital.get_by_text("The agency answered").first).to_be_visible()
    return hospital.url


def the_issue_is_closed(team: Page, issue: str) -> None:
    """The coordinator reads the answer and closes it."""
    arrive(team, issue)
    expect(team.get_by_text(ANSWER)).to_be_visible()
    write(team, "What came of it?", "The change answers it.")
    press(team, "Close this issue")
    expect(team.get_by_text("Closed", exact=True).first).to_be_visible()


def the_report_is_begun(server: Server, team: Page) -> None:
    """Before that, no document is frozen: a sentence above says why."""
    arrive(team, f"{server.address}/documents?audit=1")
    expect(team.get_by_text("Drafts are frozen and published once the report is being written.")).to_be_visible()
    expect(card(team, "document-briefing").get_by_role("button", name="Freeze it as a draft")).to_be_disabled()
    arrive(team, f"{server.address}/audit?audit=1")
    press(team, "Start the report")
    expect(team.get_by_text("Reporting", exact=True).first).to_be_visible()


def a_recommendation_and_three_actions(server: Server, team: Page) -> None:
    """The recommendation follows from the finding that agencies waited for each other."""
    arrive(team, f"{server.address}/plan?audit=1")
    pick(team, "Findings it follows from", WANTED[:30])
    write(team, "What do you recommend", "Agencies plan together from the first day.")
    press(team, "Save the recommendation")
    expect(team.get_by_text("Recommendation 1").first).to_be_visible()
    for number, (words, agency, domain) in enumerate(ACTIONS, 1):
        press(team, "Add an action")
        write(team, "What will be done", words)
        pick(team, "Agency that leads", agency)
        due_in_three_months(team)
        write(team, "Role that owns it", "Head of safeguarding")
        if domain:
            pick(team, "Part of practice that should be graded better", domain)
        else:
            write(team, "Something else that would show it", "Nine of ten files say who was told.")
        press(team, "Put it into the plan")
        expect(team.get_by_role("link", name=f"Action {number}")).to_be_visible()


def good_practice_is_praised(server: Server, team: Page, hospital: Page) -> None:
    """It goes to the agency whose practice it was, and its lead says that they have read it."""
    arrive(team, f"{server.address}/commendations?audit=1")
    pick(team, "Agency", "Acute hospital")
    pick(team, "The strength it rests on", SHARED[:30])
    write(team, "What was done well", PRAISE)
    press(team, "Save the commendation")
    press(team, "Send it to the agency")
    arrive(hospital, f"{server.address}/commendations?audit=1")
    expect(hospital.get_by_text(PRAISE)).to_be_visible()
    press(hospital, "We have read it")
    expect(hospital.get_by_text(re.compile("Read on")).first).to_be_visible()
