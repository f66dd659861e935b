"""Steps of the sitting from the plan to what people read: drafts, editions, packs, and how they are read."""

import re
from io import BytesIO

from docx import Document
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.conftest import Server, arrive
from tests.e2e.hands import click, press, settled, write
from tests.e2e.sitting_learning import ACTIONS, ANSWER, ISSUE, card
from tests.e2e.sitting_scene import POLICE_ANSWER, POLICE_ISSUE, SHARED, WANTED

EDITED = "Families told us twice what they had told us once."
_PRIVATE = (POLICE_ANSWER, POLICE_ISSUE, ISSUE, ANSWER)


def a_part_is_written_in_other_words(server: Server, team: Page) -> None:
    """The coordinator edits one part of the briefing."""
    arrive(team, f"{server.address}/documents?audit=1")
    click(card(team, "document-briefing").get_by_role("link", name=re.compile("Read and edit the text")))
    settled(team)
    expect(team.get_by_role("heading", name="Briefing in seven minutes: read and edit")).to_be_visible()
    part = card(team, "part-meaning")
    click(part.get_by_role("button", name=re.compile("^Edit ")))
    settled(team)
    write(team, "The words of “What this means for children and families”", EDITED)
    click(part.get_by_role("button", name="Save this part"))
    expect(part.get_by_text(EDITED)).to_be_visible(timeout=20_000)
    expect(part.get_by_text("Edited on")).to_be_visible()
    settled(team)


def drafts_are_frozen(team: Page) -> None:
    """Report and briefing."""
    click(team.get_by_role("link", name=re.compile("All documents of this audit")))
    settled(team)
    for kind in ("report", "briefing"):
        click(card(team, f"document-{kind}").get_by_role("button", name="Freeze it as a draft"))
        expect(card(team, f"document-{kind}").get_by_text("Draft 1 was frozen on")).to_be_visible(timeout=40_000)
        settled(team)


def the_chair_publishes(server: Server, chair: Page) -> None:
    """Both drafts."""
    arrive(chair, f"{server.address}/documents?audit=1")
    for kind in ("report", "briefing"):
        click(card(chair, f"document-{kind}").get_by_role("button", name="Publish draft 1"))
        expect(card(chair, f"document-{kind}").get_by_text("Published on")).to_be_visible(timeout=40_000)
        settled(chair)


def packs_are_given(server: Server, team: Page) -> None:
    """One for each agency."""
    arrive(team, f"{server.address}/documents?audit=1")
    click(team.get_by_role("button", name="Give each agency its pack"))
    expect(card(team, "document-packs").get_by_text("given on")).to_have_count(4, timeout=60_000)
    settled(team)


def the_lead_reads_their_own(server: Server, hospital: Page) -> None:
    """On a telephone: the report, the briefing, and one pack, in every form; every other pack is refused."""
    arrive(hospital, f"{server.address}/published")
    expect(hospital.get_by_text("3 documents, the newest first.")).to_be_visible()
    shelf = _shelf(hospital)
    pack, briefing, report = (_read(hospital, server, row) for row in shelf)
    for text in pack:
        assert "pack for Hospital" in text
        for words in (ISSUE, SHARED, ACTIONS[1][0]):
            assert words in text
        assert POLICE_ANSWER not in text
        assert POLICE_ISSUE not in text
    for text in (*briefing, *report):
        assert not [words for words in _PRIVATE if words in text]
        assert WANTED in text
    assert all(EDITED in text for text in briefing)
    assert all(words in text for text in report for words, _, _ in ACTIONS)
    answers = {n: hospital.request.get(f"{server.address}/files/editions/{n}.html").status for n in range(1, 7)}
    assert {n for n, status in answers.items() if status == 200} == set(shelf)


def the_learning_is_published(server: Server, team: Page) -> None:
    """The audit has come to its end."""
    arrive(team, f"{server.address}/audit?audit=1")
    press(team, "Publish the learning")
    expect(team.get_by_text("Published", exact=True).first).to_be_visible()


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
