"""The files themselves: PDF that passes what PDF/UA asks and can be checked here, Word that opens, words for charts."""

import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from docx import Document as read_docx
from pptx import Presentation
from pypdf import PdfReader
from pypdf.generic import DictionaryObject, IndirectObject
from sqlmodel import Session

from maap.domain.documents import Document, Kind, Part, Text
from maap.reports.making import files, made
from maap.reports.pictures import specification, svg
from maap.reports.portable import TooLong, pdf
from maap.reports.sample import SAMPLE
from maap.reports.starters import starter
from maap.reports.word import shipped
from maap.settings import ROOT
from maap.views.documents import draft
from tests.reports.scene import Reported


def _tags(node: Any, found: list[DictionaryObject]) -> list[DictionaryObject]:
    """Every element of the structure tree."""
    node = node.get_object() if isinstance(node, IndirectObject) else node
    if isinstance(node, list):
        for child in node:
            _tags(child, found)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            found.append(node)
        if "/K" in node:
            _tags(node["/K"], found)
    return found


@pytest.mark.parametrize("kind", [Kind.REPORT, Kind.TEAM, Kind.BRIEFING])
def test_a_pdf_says_what_it_is_to_those_who_listen(session: Session, kind: Kind) -> None:
    scene = Reported(session)
    document = draft(session, scene.coordinator, scene.id, kind).document
    reader = PdfReader(BytesIO(pdf(document)))
    root: Any = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == document.title
    assert "pdfuaid:part>1<" in root["/Metadata"].get_object().get_data().decode().replace(" ", "")
    tags = _tags(root["/StructTreeRoot"]["/K"], [])
    kinds = [str(tag["/S"]) for tag in tags]
    pictures = [tag for tag in tags if tag["/S"] == "/Figure"]
    assert [str(tag["/Alt"]) for tag in pictures] == [chart.alt for chart in document.charts]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(document.parts)
    tables = [block for block in document.blocks if block.what == "table"]
    assert kinds.count("/Table") == len(tables)
    assert kinds.count("/TH") >= sum(len(table.head) for table in tables)


def test_every_page_uses_fonts_that_are_in_the_file(session: Session) -> None:
    scene = Reported(session)
    document = draft(session, scene.coordinator, scene.id, Kind.REPORT).document
    for page in PdfReader(BytesIO(pdf(document))).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            (inner,) = font.get_object()["/DescendantFonts"]
            described = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(described)


def test_a_briefing_has_two_sides_at_most_or_says_so() -> None:
    words = "Words that people read in a minute, and that say what was found. " * 60
    short = SAMPLE.model_copy(update={"kind": Kind.BRIEFING})
    assert len(PdfReader(BytesIO(pdf(short))).pages) <= 2
    parts = tuple(Part(key=str(n), title=f"Part {n}", blocks=(Text(text=words),)) for n in range(9))
    with pytest.raises(TooLong, match="sides long"):
        pdf(short.model_copy(update={"parts": parts}))


def test_a_chart_has_its_words_in_every_file() -> None:
    (chart,) = SAMPLE.charts
    word = read_docx(BytesIO(made(SAMPLE, "docx")))
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr") == chart.alt
    slides = Presentation(BytesIO(made(SAMPLE, "pptx"))).slides
    alts = [
        shape._element.nvPicPr.cNvPr.get("descr")
        for slide in slides
        for shape in slide.shapes
        if shape.shape_type == 13
    ]
    assert alts == [chart.alt]
    assert f'alt="{chart.alt}"' in made(SAMPLE, "html").decode()


def test_a_chart_is_drawn_as_on_the_pages_and_fetches_nothing() -> None:
    (chart,) = SAMPLE.charts
    spec = specification(chart)
    assert [row["n"] for row in spec["data"]["values"]] == [1, 2]
    assert "url" not in spec["data"]
    assert "Timeliness" in svg(chart)


def test_a_table_in_word_repeats_its_head_on_each_page() -> None:
    (table,) = read_docx(BytesIO(made(SAMPLE, "docx"))).tables
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert not table.rows[1]._tr.xpath("./w:trPr/w:tblHeader")


def test_word_knows_the_title_and_the_language() -> None:
    told = read_docx(BytesIO(made(SAMPLE, "docx"))).core_properties
    assert (told.title, told.language, told.author) == (SAMPLE.title, "en-GB", SAMPLE.partnership)


@pytest.mark.parametrize("kind", [kind for kind in Kind if "docx" in kind.endings])
def test_each_kind_comes_with_its_template_as_the_house_makes_it(kind: Kind) -> None:
    """They are made anew with ``write_starters``."""
    kept = read_docx(BytesIO(shipped(kind)))
    fresh = read_docx(BytesIO(starter(kind)))
    assert kept.element.xml == fresh.element.xml
    assert kept.styles.element.xml == fresh.styles.element.xml


def test_the_web_page_fetches_nothing_and_runs_nothing() -> None:
    page = made(SAMPLE, "html").decode()
    assert "<script" not in page
    assert "http" not in page.replace("http://www.w3.org", "")
    assert '<html lang="en-GB">' in page
    assert page.count("<h1") == 1


def _office_has(part: str) -> bool:
    """Whether LibreOffice is installed with its program for texts or slides."""
    found = shutil.which("soffice")
    return found is not None and (Path(found).resolve().parent / part).exists()


@pytest.mark.parametrize(("ending", "part"), [("docx", "libswlo.so"), ("pptx", "libsdlo.so")])
def test_libreoffice_opens_what_we_write(tmp_path: Path, ending: str, part: str) -> None:
    if not _office_has(part):
        pytest.skip("LibreOffice's program for this is not installed on this machine")
    file = tmp_path / f"sample.{ending}"
    file.write_bytes(made(SAMPLE, ending))
    home = f"-env:UserInstallation=file://{tmp_path / 'office'}"
    subprocess.run(
        ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    read = " ".join(page.extract_text() for page in PdfReader(tmp_path / "sample.pdf").pages)
    assert SAMPLE.title in read
    assert "Another part" in read
    if ending == "docx":
        assert "Second" in read


def test_the_same_document_gives_the_same_pdf_and_page() -> None:
    for ending in ("pdf", "html"):
        assert made(SAMPLE, ending) == made(SAMPLE, ending)


def test_a_document_that_was_kept_is_the_document(session: Session) -> None:
    scene = Reported(session)
    document = draft(session, scene.coordinator, scene.id, Kind.TEAM).document
    again = Document.model_validate(document.body)
    assert again == document
    assert set(files(again)) == {"docx", "pdf", "html"}


def test_the_fonts_of_the_house_come_with_their_licence() -> None:
    assert "SIL OPEN FONT LICENSE" in (ROOT / "maap/reports/fonts/LICENCE.txt").read_text().upper()
