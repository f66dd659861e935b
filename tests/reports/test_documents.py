"""What documents say, read back from their files: every number is the one that its name stands for."""

import re
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa
from docx import Document as read_docx
from pptx import Presentation
from pypdf import PdfReader
from sqlmodel import Session

from maap.domain.documents import Document, Figure, Kind
from maap.domain.people import NotAllowed, NotYours, Role
from maap.domain.problems import Problem
from maap.reports.making import files, made
from maap.storage import db
from maap.storage import tables as t
from maap.views.documents import annual_document, annual_draft, draft, packs, terms_document, years
from tests import factories as make
from tests.reports.scene import HOSTILE, PLANTED, Reported
from tests.unordered import both_ways

COUNTS = {
    "cases.drawn": "select count(*) from case_file where audit_id = :audit and status = 'drawn'",
    "agencies": "select count(distinct agency_id) from case_return where audit_id = :audit",
    "returns.due": "select count(*) from case_return where audit_id = :audit",
    "returns.handed_in": "select count(*) from case_return where audit_id = :audit and state = 'accepted'",
    "returns.not_known": "select count(*) from case_return where audit_id = :audit and state = 'not known to us'",
    "findings.strength": "select count(*) from finding where audit_id = :audit and polarity = 'strength'",
    "findings.area": "select count(*) from finding where audit_id = :audit and polarity = 'area'",
    "recommendations": "select count(*) from recommendation where audit_id = :audit",
    "actions": "select count(*) from action where audit_id = :audit",
    "concerns.raised": "select count(*) from immediate_concern where audit_id = :audit",
    "issues.raised": "select count(*) from agency_issue where audit_id = :audit",
}
"""What each name stands for, in SQL of the tests' own."""
OF_GRADES = {
    "own": "select count(*) from answer a join case_return r on r.id = a.return_id "
    "where r.audit_id = :audit and a.domain = :domain and a.grade in ('good', 'outstanding'{others})",
    "panel": "select count(*) from panel_grade where audit_id = :audit and domain = :domain "
    "and grade in ('good', 'outstanding'{others})",
}
WORSE = ", 'requires_improvement', 'inadequate'"


@pytest.fixture
def scene(session: Session) -> Reported:
    return Reported(session)


def _counted(session: Session, audit: int, name: str) -> str | None:
    """What a name's query gives; None for a name that this test has no query for."""
    if name in COUNTS:
        return str(session.execute(sa.text(COUNTS[name]), {"audit": audit}).scalar_one())
    if found := re.fullmatch(r"grades\.(own|panel)\.(\w+)\.(better|graded)", name):
        whose, domain, what = found.groups()
        query = OF_GRADES[whose].format(others=WORSE if what == "graded" else "")
        return str(session.execute(sa.text(query), {"audit": audit, "domain": domain}).scalar_one())
    if found := re.fullmatch(r"findings\.line\.(\w+)\.(strength|area)", name):
        query = "select count(*) from finding where audit_id = :audit and line = :line and polarity = :kind"
        of = {"audit": audit, "line": found[1], "kind": found[2]}
        return str(session.execute(sa.text(query), of).scalar_one())
    if found := re.fullmatch(r"finding\.(\d+)", name):
        query = "select count(distinct case_id), count(distinct agency_id) from finding_source where finding_id = :one"
        cases, agencies = session.execute(sa.text(query), {"one": int(found[1])}).one()
        return f"{cases} case{'s' * (cases != 1)}, {agencies} agenc{'ies' if agencies != 1 else 'y'}"
    return {"concerns.median_hours": "4", "concerns.longest_hours": "6"}.get(name)


def _words_of_docx(content: bytes) -> str:
    paper = read_docx(BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in paper.paragraphs), *cells])


def _words_of_pdf(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def _words_of_pptx(content: bytes) -> str:
    shapes = [shape for slide in Presentation(BytesIO(content)).slides for shape in slide.shapes]
    return " ".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)


def words(ending: str, content: bytes) -> str:
    """All the words of a file."""
    readers: dict[str, Any] = {"docx": _words_of_docx, "pdf": _words_of_pdf, "pptx": _words_of_pptx}
    return str(readers[ending](content)) if ending in readers else content.decode()


def _listed(content: bytes) -> dict[str, str]:
    """The numbers that a report in Word lists at its end, by their names."""
    last = read_docx(BytesIO(content)).tables[-1]
    rows = [[cell.text for cell in row.cells] for row in last.rows][1:]
    return {name: said for name, _, said in rows}


def test_each_number_in_the_report_is_what_its_name_counts(session: Session, scene: Reported) -> None:
    document = draft(session, scene.coordinator, scene.id, Kind.REPORT).document
    listed = _listed(made(document, "docx"))
    assert set(listed) == {one.name for one in document.figures}
    counted = {name: _counted(session, scene.id, name) for name in listed if name != "issues.raised"}
    assert counted == {name: said for name, said in listed.items() if name != "issues.raised"}
    assert {"cases.drawn", "returns.due", "grades.own.timeliness.better", "grades.panel.timeliness.graded"} <= set(
        listed
    )


@pytest.mark.parametrize("ending", ["docx", "pdf", "html"])
def test_each_sentence_with_a_number_stands_in_the_file_as_it_was_written(
    session: Session, scene: Reported, ending: str
) -> None:
    document = draft(session, scene.coordinator, scene.id, Kind.REPORT).document
    read = words(ending, made(document, ending))
    for block in document.blocks:
        if block.what == "text" and block.figures:
            assert block.text in read.replace("&#39;", "'")


def test_each_table_of_grades_holds_what_its_query_gives(session: Session, scene: Reported) -> None:
    document = draft(session, scene.coordinator, scene.id, Kind.REPORT).document
    table = next(one for one in document.blocks if one.what == "table" and one.source == "grades.own")
    for domain, graded, *steps in table.rows:
        held = [int(step) for step in steps]
        assert int(graded) == sum(held)
        assert graded == _counted(session, scene.id, f"grades.own.{domain.lower()}.graded")


def test_the_report_answers_what_the_audit_asked_line_by_line(session: Session, scene: Reported) -> None:
    asked = {"together": "Did agencies meet early?", "heard": "Was the child heard?"}
    scene.audit.terms = {"lines": [{"key": key, "question": question} for key, question in asked.items()]}
    scene.strength.line = scene.area.line = scene.private.line = "together"
    session.flush()
    document = draft(session, scene.coordinator, scene.id, Kind.REPORT).document
    part = next(one for one in document.parts if one.key == "lines")
    assert part.text.startswith("Did agencies meet early? Strengths: 1. Areas for development: 2.")
    assert "Was the child heard?" not in part.text
    assert part.text.index(scene.strength.text) < part.text.index("Agencies wait for each other.")
    assert PLANTED not in part.text
    for name in ("findings.line.together.strength", "findings.line.together.area"):
        assert _said(document, name) == _counted(session, scene.id, name)


def test_without_lines_of_enquiry_the_report_has_no_such_part(session: Session, scene: Reported) -> None:
    document = draft(session, scene.coordinator, scene.id, Kind.REPORT).document
    assert "lines" not in {part.key for part in document.parts}


def test_few_issues_are_not_counted_out_to_readers_outside_the_team(session: Session, scene: Reported) -> None:
    shared = draft(session, scene.coordinator, scene.id, Kind.REPORT).document
    inside = draft(session, scene.coordinator, scene.id, Kind.TEAM).document
    assert _said(shared, "issues.raised") == "fewer than 3"
    assert _said(inside, "issues.raised") == "1"


def _said(document: Document, name: str) -> str:
    found: Figure = next(one for one in document.figures if one.name == name)
    return found.said


def test_no_shared_document_names_an_agencys_own_figures_or_its_own_file(session: Session, scene: Reported) -> None:
    for kind in (Kind.REPORT, Kind.BRIEFING, Kind.SLIDES):
        document = draft(session, scene.coordinator, scene.id, kind).document
        assert PLANTED not in repr(document)
        assert not [
            one for one in document.blocks if getattr(one, "source", "") in ("grades.by_agency", "returns.grid")
        ]
    inside = draft(session, scene.coordinator, scene.id, Kind.TEAM).document
    assert {"grades.by_agency", "returns.grid"} <= {getattr(one, "source", "") for one in inside.blocks}


def test_a_domain_that_few_agencies_graded_is_kept_back(session: Session, scene: Reported) -> None:
    session.execute(
        sa.text(
            "update answer set domain = 'communication', grade = '' where domain = 'communication' and return_id in "
            "(select id from case_return where agency_id not in (:a, :b, :c))"
        ),
        {
            name: scene.charted.agencies[key].id
            for name, key in zip("abc", ("police", "health", "schools"), strict=True)
        },
    )
    document = draft(session, scene.coordinator, scene.id, Kind.REPORT).document
    assert "grades.own.communication.better" not in {one.name for one in document.figures}
    table = next(one for one in document.blocks if one.what == "table" and one.source == "grades.own")
    assert next(row for row in table.rows if row[0] == "Communication")[1].startswith("Hidden")


def test_a_pack_holds_its_own_agencys_issue_and_nothing_of_another(session: Session, scene: Reported) -> None:
    found = packs(session, scene.coordinator, scene.id)
    police = scene.police.id or 0
    assert PLANTED in repr(found[police])
    for agency_id, document in found.items():
        if agency_id != police:
            for ending, content in files(document).items():
                assert PLANTED not in words(ending, content)
    rows = next(one for one in found[police].blocks if one.what == "table" and one.source == "own.grades").rows
    assert [row[0] for row in rows] == [case.reference for case in scene.cases]


@pytest.mark.parametrize("kind", [Kind.REPORT, Kind.TEAM, Kind.BRIEFING, Kind.SLIDES])
def test_hostile_words_are_only_ever_words(session: Session, kind: Kind) -> None:
    scene = Reported(session, hostile=HOSTILE)
    document = draft(session, scene.coordinator, scene.id, kind).document
    for ending, content in files(document).items():
        read = words(ending, content)
        if ending == "html":
            assert "<script" not in read
            assert "&lt;script&gt;" in read
        else:
            assert "".join(HOSTILE.split()) in "".join(read.split())
        assert "49" not in read.replace("2049", "") or "7*7" in read


def test_signs_that_no_file_bears_are_left_out(session: Session, scene: Reported) -> None:
    document = draft(session, scene.coordinator, scene.id, Kind.BRIEFING).document
    for ending, content in files(document.model_copy(update={"title": "A\x00\x0b\ud800 title"})).items():
        assert "A title" in words(ending, content)


def test_the_terms_and_the_year_are_documents_too(session: Session, scene: Reported) -> None:
    assert years(session, scene.coordinator) == (scene.audit.year,)
    year = annual_document(session, scene.coordinator, scene.audit.year)
    assert PLANTED not in repr(year)
    assert set(files(year)) == {"docx", "pdf", "html"}
    scene.audit.terms = {"why_now": "Neglect rose."}
    session.add(scene.audit)
    terms = terms_document(session, scene.coordinator, scene.id)
    assert "Neglect rose." in words("pdf", made(terms, "pdf"))
    with pytest.raises(Problem):
        annual_document(session, scene.coordinator, "1999/00")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.COORDINATOR])
def test_only_the_coordinator_reads_documents_before_they_are_published(
    session: Session, scene: Reported, role: Role
) -> None:
    agency = scene.police if role in (Role.AGENCY_LEAD, Role.AUDITOR) else None
    somebody = make.acting(session, role, agency=agency)
    for read in (draft, packs):
        with pytest.raises((NotAllowed, NotYours)):
            read(session, somebody, scene.id, *((Kind.REPORT,) if read is draft else ()))
    with pytest.raises((NotAllowed, NotYours)):
        annual_document(session, somebody, scene.audit.year)


def test_nothing_is_written_before_the_panel(session: Session, scene: Reported) -> None:
    scene.audit.stage = "fieldwork"
    session.add(scene.audit)
    session.flush()
    with pytest.raises(Problem, match="from the panel on"):
        draft(session, scene.coordinator, scene.id, Kind.REPORT)


def test_slides_carry_the_mark_of_the_trail_on_their_first_and_nowhere_else(session: Session) -> None:
    scene = Reported(session)
    document = draft(session, scene.coordinator, scene.id, Kind.SLIDES).document
    marked = made(document.model_copy(update={"mark": "12 " + "ab" * 32}), "pptx")
    for content, where in ((marked, [0]), (made(document, "pptx"), [])):
        slides = Presentation(BytesIO(content)).slides
        said = [" ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame) for slide in slides]
        assert [place for place, words in enumerate(said) if "verify-log" in words or "abababab" in words] == where


def test_no_document_hangs_on_the_order_of_rows(scene: Reported) -> None:
    """A draft that was edited says that its figures have moved: it would say so whenever a database felt like it."""
    session = scene.session
    for text in ("Visits on the day.", "The child was seen alone.", "A clear plan."):
        agency = {"audit_id": scene.id, "agency_id": scene.police.id, "text": text}
        by = {"written_by": scene.coordinator.person_id, "written_at": make.NOW, "sent_at": make.NOW}
        session.add(t.Commendation(**agency, **by))
    session.flush()

    def written() -> list[object]:
        kinds = (Kind.REPORT, Kind.TEAM, Kind.BRIEFING, Kind.SLIDES)
        drafts = [draft(session, scene.coordinator, scene.id, kind) for kind in kinds]
        return [
            *drafts,
            packs(session, scene.coordinator, scene.id),
            annual_draft(session, scene.coordinator, "2025/26"),
        ]

    up, down = both_ways(db.engine(), written)
    assert up == down
