"""A questionnaire from a printed specification to its second version, on the pages alone.

It is built, previewed, published, answered by keyboard and in a spreadsheet, changed, and taken out and in again.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect
from pyxform.xls2xform import convert

from tests.e2e.conftest import Server, arrive, drawn, serving, signed_in
from tests.e2e.hands import click, follow, pick, press, settled, write

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]  # a whole day of a coordinator, typed

TITLE = "Front door contacts"
DECISION = "What decision was taken?"
PASTED = """Section 1: The contact
1. When was the contact received?
2. How many working days until the decision?
3. Who made the contact? (A member of the family / A school / A health service / The police / Somebody else)
4. What decision was taken? (No further action / Advice and guidance / Early help / Social work assessment)
5. Was consent sought? (Yes / No / Not applicable / Not seen in file)
6. Why was consent not sought?
7. Was the contact about neglect? (Yes / No / Not known)
8. What harm was the child at risk of?
Section 2: Welfare of the child
9. Was the welfare of the child recorded? (Yes / Partly / No / Not seen in file)
10. Was a plan made for the welfare of the child? (Yes / Partly / No / Not applicable)
11. How well did the agency attend to the welfare of the child? (Outstanding / Good / Requires improvement / Inadequate)
12. What worked well for the welfare of the child?
13. What could be better for the welfare of the child?
"""
"""The specification as it stands in a Word document."""
OTHERS = (
    "Other children in the household",
    "Timeliness",
    "Communication and information sharing",
    "Engagement with families and significant adults",
)
PAGES = ("No further action", "Advice and guidance", "Early help", "Social work assessment")
ROUTED = (
    ("Were the reasons for “${what_decision_was_taken}” recorded?", "Yes or no"),
    ("Which reasons were recorded?", "Long text"),
    ("How many days after the decision was the family told?", "Number"),
)
QUESTIONS = 8 + 5 * 5 + 4 * 3


@pytest.fixture
def house(tmp_path: Path) -> Iterator[Server]:
    """A furnished house without audits."""
    yield from serving(Server(tmp_path, encrypted="false").filled("questionnaire"))


def _outline(page: Page, name: str) -> None:
    click(page.get_by_test_id("stSidebar").get_by_role("button", name=re.compile(re.escape(name))).first)
    settled(page)


def _choose(page: Page, label: str, *wanted: str) -> None:
    pick(page, label, *wanted, exact=True)


def _only_when(page: Page, question: str, answer: str) -> None:
    _choose(page, "Only when this earlier answer", question)
    _choose(page, "this", answer)
    click(page.get_by_role("button", name="Add", exact=True))
    settled(page)


def _add(page: Page, label: str, kind: str) -> None:
    page.get_by_role("textbox", name="The question", exact=True).fill(label)
    _choose(page, "Kind", kind)
    press(page, "Add the question")


def _open(page: Page, name: str) -> None:
    click(page.get_by_text(name, exact=True))
    settled(page)


def begin(page: Page, server: Server) -> None:
    """Paste the specification."""
    arrive(page, f"{server.address}/questionnaires")
    if not page.get_by_text("How do you want to begin?").is_visible():
        click(page.get_by_text("Begin a questionnaire"))
    click(page.get_by_text("Paste questions from Word"))
    settled(page)
    page.get_by_role("textbox", name="Title").fill(TITLE)
    page.get_by_role("textbox", name="The questions").fill(PASTED)
    press(page, "Make a draft of this")
    expect(page.locator("h1")).to_have_text(TITLE)
    expect(page.get_by_text("13 questions in 2 sections.")).to_be_visible()
    press(page, "I have read this")


def domains(page: Page) -> None:
    """One section is written once and used for five domains."""
    _outline(page, "2 Welfare of the child")
    _choose(page, "Domain", "Welfare of the child")
    _open(page, "Use this section for other domains too")
    _choose(page, "Domains", *OTHERS)
    press(page, "Make the copies")
    expect(page.get_by_text("33 questions in 6 sections")).to_be_visible()


def routed(page: Page) -> None:
    """Four pages, each opened by one decision: the first written, the others copied from it."""
    _outline(page, "1 The contact")
    page.get_by_role("textbox", name="New section").fill(PAGES[0])
    press(page, "Add a section")
    _only_when(page, DECISION, PAGES[0])
    for label, kind in ROUTED:
        _add(page, label, kind)
    for name in reversed(PAGES[1:]):
        _outline(page, f"2 {PAGES[0]}")
        press(page, "Copy")
        write(page, "Title", name)
        press(page, "Take out")
        _only_when(page, DECISION, name)
    expect(page.get_by_text(f"{QUESTIONS} questions in 10 sections")).to_be_visible()


def conditions(page: Page) -> None:
    """Questions opened by an answer, by one of two answers, and by a number; and some for one agency only."""
    _outline(page, "1.6 Why was consent not sought?")
    _only_when(page, "Was consent sought?", "No")
    _choose(page, "Who is asked?", "Police")
    _outline(page, "1.8 What harm")
    _only_when(page, "Was the contact about neglect?", "Yes")
    _only_when(page, "Was the contact about neglect?", "Not known to us")
    click(page.get_by_text("One of these is enough"))
    settled(page)
    _outline(page, "Other children in the household")
    _choose(page, "Who is asked?", "Police")


def previewed(page: Page, server: Server) -> None:
    """The police are asked what others are not, and a decision opens its own page."""
    follow(page, "Preview as an agency")
    expect(
        page.get_by_role("heading", name=f"{QUESTIONS - 2 - 4 * 3} of {QUESTIONS} questions are asked")
    ).to_be_visible()
    _choose(page, "Preview as", "Health visiting")
    expect(page.get_by_role("heading", name="Other children in the household")).to_have_count(0)
    asked = page.get_by_role("heading", name=re.compile(r"^\d+ of \d+ questions are asked"))
    expect(asked).to_have_text(re.compile(r"^\d+ of 39 questions are asked"))
    _choose(page, "Preview as", "Police")
    expect(asked).to_have_text(re.compile(rf"^\d+ of {QUESTIONS} questions are asked"))
    before = int(asked.inner_text().split()[0])
    _choose(page, DECISION, PAGES[2])
    expect(page.get_by_text("Were the reasons for “Early help” recorded?")).to_be_visible()
    assert int(asked.inner_text().split()[0]) == before + len(ROUTED)


def published(page: Page, version: int) -> None:
    """Nothing stands in the way, and the version is there for good."""
    press(page, f"Publish version {version}")
    expect(page.get_by_text("This version is published and never changes.")).to_be_visible()


ACTIVE = """() => {
    const here = document.activeElement, group = here.closest('[role=radiogroup]');
    return {
        kind: here.role === 'spinbutton' ? 'date' : here.type === 'radio' ? 'radio' : here.matches('input, textarea') ? 'text' : here.tagName,
        name: (group || here).getAttribute('aria-label') || here.innerText,
        blank: group ? !group.querySelector('input:checked') : (here.value || here.ariaValueText || '') === '' ||
            here.ariaValueText === 'Empty',
    };
}"""
WORDS = "Partners met early and agreed who does what."


def by_keyboard(page: Page, sections: int) -> None:
    """Answer some sections with nothing but keys: numbers choose, Tab goes on, Alt+N opens the next section, Alt+M one that lacks answers."""
    for number in range(sections):
        heading = page.locator(".st-key-arrival h2")
        title = heading.inner_text()
        if number:
            expect(heading).to_be_focused()
        for _ in range(120):
            page.keyboard.press("Tab")
            at = page.evaluate(ACTIVE)
            if "Previous section" in str(at["name"]) or "Next section" in str(at["name"]):
                break
            if at["kind"] == "radio" and at["blank"]:
                page.keyboard.press("3" if at["name"].startswith(DECISION) else "1")
                settled(page)
            elif at["kind"] == "date" and at["blank"]:
                page.keyboard.type("02112025")
            elif at["kind"] == "text" and at["blank"]:
                page.keyboard.type("4" if at["name"].startswith("How many") else WORDS)
                page.keyboard.press("Control+Enter")
                settled(page)
        page.keyboard.press("Alt+n")
        expect(heading).not_to_have_text(title)
        drawn(page)
    page.keyboard.press("Alt+m")
    expect(page.locator(".st-key-arrival h2")).to_have_text("Timeliness")
    drawn(page)


def _filled(path: Path) -> int:
    """The answers of the last four sections, typed into the workbook's open cells. How many."""
    book, filled = load_workbook(path), 0
    for sheet in book.worksheets:
        if not any(sheet.title.endswith(name[:20]) or name[:20] in sheet.title for name in OTHERS):
            continue
        for row in sheet.iter_rows():
            label, cell = str(row[0].value or ""), row[2]
            if cell.protection.locked:
                continue
            cell.value = "Yes" if label.startswith("Was") else "Good" if label.startswith("How well") else WORDS
            filled += 1
    book.save(path)
    return filled


def offline(page: Page, folder: Path) -> None:
    """The other half of the return goes out as a workbook and comes back filled in."""
    follow(page, "Answer in a spreadsheet")
    with page.expect_download() as download:
        click(page.get_by_role("link", name="Download the workbook"))
    path = folder / "return.xlsx"
    download.value.save_as(path)
    filled = _filled(path)
    assert filled == 20
    page.locator("input[type=file]").set_input_files(path)
    expect(page.get_by_text(f"{filled} answers in the workbook differ from what is saved.")).to_be_visible()
    press(page, "Save the answers I chose")
    expect(page.get_by_text("Nothing in this workbook differs from what is saved.")).to_be_visible()
    follow(page, "Check your answers")
    expect(page.get_by_text("Every required question has an answer")).to_be_visible()
    press(page, "Submit this return")
    expect(page.get_by_text("The return is submitted.")).to_be_visible()


def next_version(page: Page) -> None:
    """What is changed for the next audit is said in words before it is published."""
    press(page, "Make version 2")
    _outline(page, "1.3 Who made the contact?")
    write(page, "Wording", "Who made the contact with us?")
    _outline(page, "1.2 How many working days")
    press(page, "Remove")
    _outline(page, "1 The contact")
    _add(page, "Was the child asked what they wanted?", "Yes or no")
    expect(page.get_by_text("What differs from version 1: 3 changes")).to_be_visible()
    for sentence in (
        "Wording was “Who made the contact?” and is now “Who made the contact with us?”.",
        "“Was the child asked what they wanted?”: New. Yes or no. It is in Section “The contact”.",
        "“How many working days until the decision?”: Taken out. It was in Section “The contact”.",
    ):
        expect(page.get_by_text(sentence)).to_be_visible()


def _file(page: Page, server: Server, label: str) -> bytes:
    """A file of the open version, by its link on the page."""
    click(page.get_by_role("button", name="Download or print"))
    address = page.get_by_role("link", name=label).get_attribute("href")
    page.keyboard.press("Escape")
    return page.request.get(f"{server.address}{address}").body()


def out_and_in(page: Page, server: Server, folder: Path) -> None:
    """The form leaves as an XLSForm that pyxform takes without a warning, and comes back as the same."""
    before, warnings = _file(page, server, "YAML"), list[str]()
    path = folder / "front-door.xlsx"
    path.write_bytes(_file(page, server, "Excel (XLSForm)"))
    convert(io.BytesIO(path.read_bytes()), warnings=warnings, file_type=".xlsx")
    assert warnings == []
    arrive(page, f"{server.address}/questionnaires")
    if not page.get_by_text("How do you want to begin?").is_visible():
        _open(page, "Begin a questionnaire")
    _open(page, "Bring a file")
    page.locator("input[type=file]").set_input_files(path)
    settled(page)
    press(page, "Bring it in")
    expect(page.get_by_text("Nothing differs from version 2.")).to_be_visible()
    assert _file(page, server, "YAML").replace(b"version: 3", b"version: 2") == before


def test_a_form_is_built_used_changed_and_taken_elsewhere(house: Server, chromium: Browser, tmp_path: Path) -> None:
    coordinator = signed_in(chromium, house, "coordinator@example.org")
    begin(coordinator, house)
    domains(coordinator)
    routed(coordinator)
    conditions(coordinator)
    previewed(coordinator, house)
    follow(coordinator, "Back to writing")
    published(coordinator, 1)
    house.filled("questionnaire", TITLE)
    ann = signed_in(chromium, house, "ann@example.org")
    arrive(ann, f"{house.address}/returns?audit=1")
    follow(ann, "Answer")
    by_keyboard(ann, 3)
    offline(ann, tmp_path)
    next_version(coordinator)
    published(coordinator, 2)
    out_and_in(coordinator, house, tmp_path)
