"""A template that is uploaded is looked through before anything reads it; it can name things and do nothing."""

import io
import zipfile

import pytest
from docx import Document

from maap.domain.documents import Kind
from maap.domain.problems import Problem
from maap.outside.word_templates import LARGEST_TEMPLATE, check_template
from maap.reports.sample import tried
from maap.reports.word import shipped

CONTENT = ("{%p for part in parts %}", "{{p part.content }}", "{%p endfor %}")


def _template(*lines: str) -> bytes:
    paper = Document()
    for line in (*CONTENT, *lines):
        paper.add_paragraph(line)
    kept = io.BytesIO()
    paper.save(kept)
    return kept.getvalue()


def _with(content: bytes, name: str, text: bytes, instead: bool = False) -> bytes:
    """The package with a file more, or another text for one."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(kept, "w") as new:
        for one in old.namelist():
            if not (instead and one == name):
                new.writestr(one, old.read(one))
        new.writestr(name, text)
    return kept.getvalue()


@pytest.mark.parametrize("kind", [kind for kind in Kind if "docx" in kind.endings])
def test_the_shipped_templates_pass_and_bear_a_document(kind: Kind) -> None:
    check_template(shipped(kind))
    assert tried(kind, shipped(kind))


@pytest.mark.parametrize(
    "line", ["{{ title|upper }}", "{% if year %}{{ year }}{% endif %}", "{{ partnership }} & Co <b>"]
)
def test_a_template_may_name_choose_and_change_letters(line: str) -> None:
    content = _template(line)
    check_template(content)
    assert tried(Kind.REPORT, content)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{{ secret }}", "names “secret”"),
        ("{{ ''.__class__.__mro__ }}", "asks for “.__"),
        ("{{ parts.append(1) }}", "does more than name"),
        ("{{ range(9) }}", "does more than name"),
        ("{% for a in parts %}{% for b in parts %}x{% endfor %}{% endfor %}", "repeats inside a repetition"),
        ("{% include 'x' %}", "does more than name"),
        ("{% set x = 1 %}", "does more than name"),
        ("{% macro m() %}{% endmacro %}", "does more than name"),
        ("{{ title|attr('format') }}", "uses the filter “attr”"),
        ("{{ 9**9**9**9 }}", "does more than name"),
        ("{% if %}", "cannot be read"),
        ("{{ title ", "cannot be read"),
    ],
)
def test_each_fault_of_a_tag_is_named(line: str, said: str) -> None:
    with pytest.raises(Problem) as refused:
        check_template(_template(line))
    assert said in str(refused.value)


def test_a_template_without_a_place_for_the_text_is_refused() -> None:
    paper = Document()
    paper.add_paragraph("{{ title }}")
    kept = io.BytesIO()
    paper.save(kept)
    with pytest.raises(Problem, match="would have no text"):
        check_template(kept.getvalue())


OUTWARD = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="x" Target="http://example.org/t.dotm" TargetMode="External"/></Relationships>'
)


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("word/vbaProject.bin", b"x", "macros"),
        ("word/activeX/activeX1.xml", b"<x/>", "active controls"),
        ("word/embeddings/oleObject1.bin", b"x", "other files"),
        ("word/_rels/settings.xml.rels", OUTWARD, "outside itself"),
        ("word/more.xml", b'<!DOCTYPE x [<!ENTITY a "b">]><x/>', "declarations"),
        ("word/header9.xml", b'<w:instrText xml:space="preserve"> DDEAUTO cmd</w:instrText>', "field"),
        ("word/header9.xml", b'<w:fldSimple w:instr=" INCLUDETEXT c:/x "/>', "field"),
    ],
)
def test_what_could_do_harm_in_a_package_is_named(name: str, text: bytes, said: str) -> None:
    with pytest.raises(Problem, match=said):
        check_template(_with(_template(), name, text))


def test_macros_are_found_by_what_the_package_says_of_itself() -> None:
    content = _template()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        types = packed.read("[Content_Types].xml")
    macro = types.replace(b"wordprocessingml.document.main+xml", b"macroEnabled.main+xml")
    with pytest.raises(Problem, match="macros"):
        check_template(_with(content, "[Content_Types].xml", macro, instead=True))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 half"])
def test_what_is_no_word_document_is_refused(content: bytes) -> None:
    with pytest.raises(Problem, match="not a Word document"):
        check_template(content)


def test_a_spreadsheet_by_another_name_is_refused() -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as packed:
        packed.writestr("[Content_Types].xml", "<x/>")
        packed.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(Problem, match="not a Word document"):
        check_template(kept.getvalue())


def test_a_file_that_is_too_large_or_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(Problem, match="larger than"):
        check_template(b"x" * (LARGEST_TEMPLATE + 1))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"\0" * (70 << 20))
    with pytest.raises(Problem, match="unpacks"):
        check_template(kept.getvalue())
