"""The minutes of a panel's meeting in Word: headings, tables that repeat their head, nobody's name."""

from collections.abc import Sequence
from io import BytesIO

from docx import Document
from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.table import Table

from maap.domain.marks import about_mark
from maap.domain.meeting import CaseMinutes, GradeAgreed, Minutes
from maap.domain.minutes_words import about_case, decided, present, when
from maap.domain.written_dates import spoken
from maap.reports.borne import borne


def minutes_in_word(minutes: Minutes, partnership: str) -> bytes:
    """The minutes as a Word document. Every sentence in it was decided or written in the meeting."""
    minutes = Minutes.model_validate(borne(minutes.model_dump()))
    paper = Document()
    paper.styles["Normal"].font.name, paper.styles["Normal"].font.size = "Arial", Pt(11)
    paper.core_properties.title = f"Minutes of panel meeting {minutes.number}, {minutes.audit_reference}"
    paper.core_properties.author = partnership
    paper.core_properties.language = "en-GB"
    paper.add_heading(f"Minutes of panel meeting {minutes.number}", 0)
    paper.add_paragraph(f"{minutes.audit_reference} {minutes.audit_title}")
    paper.add_paragraph(when(minutes))
    _present(paper, minutes)
    for case in minutes.cases:
        _case(paper, case)
    if minutes.mark:
        paper.add_paragraph(about_mark(minutes.mark)).runs[0].font.size = Pt(8)
    made = BytesIO()
    paper.save(made)
    return made.getvalue()


def _present(paper: Paper, minutes: Minutes) -> None:
    paper.add_heading("Who was there", 1)
    if minutes.present:
        _table(paper, ("Agency", "Role", "People"), present(minutes))
    else:
        paper.add_paragraph("It was not recorded who was there.")
    if minutes.not_represented:
        paper.add_paragraph(f"Not represented: {', '.join(minutes.not_represented)}.")
    if minutes.not_discussed:
        paper.add_paragraph(f"Not discussed: {', '.join(minutes.not_discussed)}.")


def _case(paper: Paper, case: CaseMinutes) -> None:
    paper.add_heading(case.reference, 1)
    for sentence in about_case(case):
        paper.add_paragraph(sentence)
    if case.grades:
        paper.add_heading("Agreed grades", 2)
        _table(paper, ("Domain", "Grade", "Why", "Seen differently"), [_grade(one) for one in case.grades])
    _listed(paper, "Findings", decided(case).findings)
    _listed(paper, "Recommendations", [f"{one.number}. {one.text} ({one.kind})" for one in case.recommendations])
    if case.actions:
        paper.add_heading("Actions", 2)
        rows = [(str(one.number), one.text, one.lead_agency, one.owner_role, spoken(one.due)) for one in case.actions]
        _table(paper, ("No.", "Action", "Agency", "Owner", "Done by"), rows)
    for sentence in decided(case).counted:
        paper.add_paragraph(sentence)
    if case.note:
        paper.add_heading("Note", 2)
        for line in case.note.splitlines():
            paper.add_paragraph(line)


def _grade(one: GradeAgreed) -> tuple[str, str, str, str]:
    return one.domain, one.grade, f"{one.how}. {one.reason}".strip(), one.dissent


def _listed(paper: Paper, title: str, lines: Sequence[str]) -> None:
    if lines:
        paper.add_heading(title, 2)
    for line in lines:
        paper.add_paragraph(line, style="List Bullet")


def _table(paper: Paper, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = paper.add_table(rows=1, cols=len(head), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, head, strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    _repeats_its_head(table)
    for row in rows:
        added = table.add_row()
        added._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # a decision stays on one page
        for cell, words in zip(added.cells, row, strict=True):
            cell.text = words
    paper.add_paragraph()


def _repeats_its_head(table: Table) -> None:
    """Marks the first row as the table's head: on each page, and for those who listen to it."""
    properties = table.rows[0]._tr.get_or_add_trPr()
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    properties.append(mark)
