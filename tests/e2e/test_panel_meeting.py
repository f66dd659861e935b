"""A panel of five cases and seven agencies is run by keyboard; a member's own screen follows; the minutes are right."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import Server, arrive, drawn, serving, signed_in, waited_for
from tests.e2e.panel_scene import CASES

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]


@pytest.fixture
def panel(tmp_path: Path) -> Iterator[Server]:
    """A server with an audit before its panel."""
    yield from serving(Server(tmp_path, encrypted="false").filled("panel"))


class Keyboard:
    """Somebody who runs the meeting without a mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, keys: str, then: str) -> None:
        """Press keys, and wait for words that follow from them."""
        self.page.keyboard.press(keys)
        expect(self.page.get_by_test_id("stMain").get_by_text(then).first).to_be_visible(timeout=20_000)
        drawn(self.page)

    def open(self, keys: str, heading: str) -> None:
        """Open a form; wait until the focus is in it."""
        self.page.keyboard.press(keys)
        expect(self.page.get_by_role("heading", name=heading)).to_be_visible(timeout=20_000)
        drawn(self.page)
        waited_for(lambda: bool(self.page.evaluate(_IN_A_FIELD)))

    def save(self, decided: str) -> None:
        """Save from whichever field the focus is in; wait until it stands among the decisions."""
        self.page.keyboard.press("Alt+s")
        expect(self.page.locator(".st-key-meeting-decided").get_by_text(decided).first).to_be_visible(timeout=20_000)
        drawn(self.page)

    def to(self, label: str) -> None:
        """Tab to the field with this label."""
        for _ in range(30):
            self.page.keyboard.press("Tab")
            if label in self.page.evaluate(_NAME):
                return
        raise AssertionError(label)

    def to_button(self, name: str) -> None:
        """Tab to the button with this name."""
        for _ in range(80):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.innerText || ''").strip() == name:
                return
        raise AssertionError(name)

    def write(self, words: str) -> None:
        """Type into the field that has the focus."""
        self.page.keyboard.type(words)

    def choose(self, steps: int) -> None:
        """The first of several answers, and so many further down."""
        self.page.keyboard.press("Space")
        for _ in range(steps):
            self.page.keyboard.press("ArrowDown")


_IN_A_FIELD = "!!document.activeElement.closest('.st-key-arrival :is(input, textarea)')"
_NAME = """() => {
  const at = document.activeElement;
  if (at.tagName === 'BUTTON') return '';
  const own = at.getAttribute('aria-label') || (at.labels && at.labels[0] ? at.labels[0].innerText : '');
  const by = (at.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id));
  return own + ' ' + by.filter(one => one).map(one => one.innerText).join(' ');
}"""


def _grade(hands: Keyboard, level: int, why: str) -> None:
    """Record a grade for the domain that is read out."""
    hands.open("Alt+1", "Grade:")
    hands.choose(level)
    hands.to("Why did the panel agree this grade?")
    hands.write(why)
    hands.save(why)


def _findings_and_what_follows(hands: Keyboard) -> None:
    hands.open("Alt+2", "A finding about this case")
    hands.choose(1)
    hands.to("What did the panel find?")
    hands.write("Agencies waited for each other before they met.")
    hands.to("Themes")
    hands.write("Strategy")
    hands.page.wait_for_timeout(400)
    hands.page.keyboard.press("Enter")
    hands.save("Agencies waited for each other before they met.")
    hands.open("Alt+3", "A recommendation")
    hands.write("Agencies meet within five working days.")
    hands.save("Agencies meet within five working days.")
    hands.open("Alt+4", "An action")
    hands.write("Police calls each strategy meeting within five days.")
    hands.to("Agency that leads")
    hands.write("Police")
    hands.page.wait_for_timeout(400)
    hands.page.keyboard.press("Enter")
    hands.to("Role that owns it")
    hands.write("Head of public protection")
    hands.to("day")
    hands.write("30062027")
    hands.to("What will show that it helped?")
    hands.write("Nine of ten meetings are in time")
    hands.save("Police calls each strategy meeting within five days.")


def _concern(hands: Keyboard) -> None:
    """An immediate concern: they telephone, and record that they did."""
    hands.press("Alt+u", "Telephone now, before you do anything here")
    hands.to_button("They have been told. Record it")
    hands.press("Enter", "Record that they were told")
    hands.to("Who was told?")
    hands.write("police")
    hands.page.wait_for_timeout(400)
    hands.page.keyboard.press("Enter")
    drawn(hands.page)
    hands.to_button("Record it")
    hands.press("Enter", "It is recorded. Thank you")


def _who_came(hands: Keyboard) -> None:
    """Two of the team and two of social care; nobody of the others."""
    hands.open("Alt+7", "Agenda, attendance and end")
    for label, people in (("Coordinator", "1"), ("CSC, panel", "2")):
        hands.to(label)
        hands.page.keyboard.press("Control+a")
        hands.write(people)
    hands.page.keyboard.press("Alt+s")
    expect(hands.page.get_by_text("Who is here is saved.").first).to_be_visible(timeout=20_000)
    drawn(hands.page)


def _colleague_writes(coordinator: Page) -> None:
    """While the chair is typing, the coordinator writes a finding: nothing of the chair's is lost."""
    theirs = Keyboard(coordinator)
    theirs.open("Alt+2", "A finding about this case")
    theirs.to("What did the panel find?")
    theirs.write("Agencies rang each other.")
    theirs.save("Agencies rang each other.")


def _follows(member: Page, words: str) -> None:
    """It stands on the member's own screen, which nobody touched."""
    expect(member.get_by_test_id("stMain").get_by_text(words).first).to_be_visible(timeout=15_000)


def test_a_panel_is_run_by_keyboard_and_its_minutes_are_right_to_the_word(panel: Server, chromium: Browser) -> None:
    people = ("chair", "coordinator", "member")
    chair, coordinator, member = (signed_in(chromium, panel, f"{who}@example.org") for who in people)
    for page in (chair, coordinator, member):
        arrive(page, f"{panel.address}/meeting?audit=1")
    expect(member.get_by_text("No meeting is open now.")).to_be_visible()
    hands = Keyboard(chair)
    hands.press("Alt+s", "No case has been called yet")
    _follows(member, "No case has been called yet")
    for number in range(1, CASES + 1):
        hands.press("Alt+n", f"Case {number} of {CASES}")
        _follows(member, f"MAAP26-1-{number:02}")
        _grade(hands, 2, f"The panel weighed case {number}.")
        _follows(member, f"The panel weighed case {number}.")
        if number == 1:
            hands.press("Alt+j", "Grade: Other children in the household")
            _grade(hands, 1, "Work was in time.")
            _findings_and_what_follows(hands)
            _follows(member, "Police calls each strategy meeting within five days.")
        if number == 2:
            _concern(hands)
            _follows(member, "1 immediate concern recorded.")
        hands.open("Alt+5", "Note for the minutes")
        hands.write("Said about ")
        if number == 3:
            _colleague_writes(coordinator)
            _follows(chair, "Agencies rang each other.")
        hands.write(f"case {number}.")
        hands.save(f"Said about case {number}.")
        _follows(member, f"Said about case {number}.")
    assert member.get_by_role("button", name=re.compile("Record|Write|Next: ")).count() == 0
    _who_came(hands)
    hands.press("Alt+e", "The minutes are then kept as they stand.")
    hands.press("Alt+y", "Earlier meetings")
    _follows(member, "No meeting is open now.")
    told = _minutes(member, panel)
    assert told == _expected(told)


def _minutes(page: Page, server: Server) -> list[str]:
    """Every line of the minutes in Word, tables row by row."""
    reply = page.request.get(f"{server.address}/files/audits/1/minutes/1.docx")
    assert reply.status == 200
    paper = Document(BytesIO(reply.body()))
    lines = []
    for part in paper.iter_inner_content():
        if hasattr(part, "rows"):
            lines += [" | ".join(cell.text for cell in row.cells) for row in part.rows]
        elif part.text:
            lines.append(part.text)
    return lines


def _expected(told: list[str]) -> list[str]:
    """The whole of it, but for the times, which the clock decides."""
    when = told[2]
    assert re.fullmatch(r"\d+ \w+ \d{4}, \d\d:\d\d to \d\d:\d\d", when)
    taken = [line for line in told if line.startswith("Discussed for")]
    assert all(re.fullmatch(r"Discussed for [01] minutes? of 45 planned\.", line) for line in taken)
    mark = told[-1]
    assert re.fullmatch(
        r"Mark of the record of who did what, so that nobody can rewrite it unseen: \d+ [0-9a-f]{64}", mark
    )
    lines = [
        "Minutes of panel meeting 1",
        "MAAP26-1 Neglect of young children",
        when,
        "Who was there",
        "Agency | Role | People",
        "The partnership’s own team | Coordinator | 1",
        "CSC | Panel | 2",
        "Not represented: Schools, Police, Hospital, Health visiting, Probation, Housing.",
    ]
    for number in range(1, CASES + 1):
        returned = ["The panel read 7 returns."] if number < CASES else ["The panel read 6 returns."]
        returned += ["Not returned: Probation."] if number == CASES else []
        first = f"Welfare of the child | Requires improvement | The panel agreed. The panel weighed case {number}. | "
        lines += [f"MAAP26-1-{number:02}", taken[number - 1], *returned, "Agreed grades", _HEAD, first]
        lines += _ONLY_FIRST if number == 1 else []
        lines += _FINDING_OF_THE_COLLEAGUE if number == 3 else []
        lines += ["1 immediate concern recorded."] if number == 2 else []
        lines += ["Note", f"Said about case {number}."]
    return [*lines, mark]


_FINDING_OF_THE_COLLEAGUE = ["Findings", "Strength: Agencies rang each other. (Welfare of the child)"]
_HEAD = "Domain | Grade | Why | Seen differently"
_ONLY_FIRST = [
    "Other children in the household | Good | The panel agreed. Work was in time. | ",
    "Findings",
    "Area for development: Agencies waited for each other before they met. "
    "(Other children in the household, Strategy discussions)",
    "Recommendations",
    "1. Agencies meet within five working days. (Change practice)",
    "Actions",
    "No. | Action | Agency | Owner | Done by",
    "1 | Police calls each strategy meeting within five days. | Police | Head of public protection | 30 June 2027",
]
