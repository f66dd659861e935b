"""Whatever letters somebody types or pastes, the files are made: an emoji, another script, what Word pastes unseen."""

from io import BytesIO

import openpyxl
import pytest
from docx import Document as read_docx
from pypdf import PdfReader

from maap.domain.documents import Document, Part, Text
from maap.domain.meeting import CaseMinutes, Minutes
from maap.outside.spreadsheets import to_xlsx
from maap.reports.letters import drawable
from maap.reports.making import made
from maap.reports.minutes import minutes_in_word
from maap.reports.sample import SAMPLE
from tests import factories as make

ODD = "Seen early 👍 by 学校 ＜early＞ \u202eend\u2066 \x00\x0b\ufffe\uffff."


def _odd() -> Document:
    """A report in which somebody wrote so: in a title, in a sentence, and in what a chart says."""
    parts = (Part(key="odd", title=ODD, blocks=(Text(text=ODD),)), *SAMPLE.parts)
    return SAMPLE.model_copy(update={"title": ODD, "subtitle": ODD, "parts": parts})


@pytest.mark.parametrize("ending", ["pdf", "docx", "html"])
def test_every_file_of_a_document_is_made(ending: str) -> None:
    assert made(_odd(), ending)


def test_a_pdf_shows_a_box_or_a_plain_form_of_what_its_font_cannot_draw() -> None:
    words = " ".join(PdfReader(BytesIO(made(_odd(), "pdf"))).pages[0].extract_text().split())
    assert "Seen early □ by □□ <early> end ." in words


def test_letters_of_europe_stay_as_they_are() -> None:
    known = "Zoë Łukasz Čapek Ångström Ελένη Анна – “quoted” … €5 ½ •"
    assert drawable(known) == known


def test_a_workbook_is_made() -> None:
    sheet = openpyxl.load_workbook(BytesIO(to_xlsx(["What"], [[ODD]]))).active
    assert sheet is not None and sheet["A2"].value == "Seen early 👍 by 学校 ＜early＞ \u202eend\u2066 ."


def test_minutes_in_word_are_made() -> None:
    case = {"reference": "1", "planned": 10, "taken": 9, "discussed": True, "returns_read": 1, "voices": 0}
    minutes = Minutes(
        meeting_id=1,
        number=1,
        audit_reference="MAAP26-1",
        audit_title=ODD,
        started_at=make.NOW,
        ended_at=make.NOW,
        present=(),
        not_represented=(),
        cases=(CaseMinutes(**case, not_returned=(), note=ODD),),
    )
    paper = read_docx(BytesIO(minutes_in_word(minutes, "Example Partnership")))
    assert any("Seen early 👍" in one.text for one in paper.paragraphs)
