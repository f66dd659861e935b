"""A document in Word, from the partnership's template. Templates are data: they can name parts, and do nothing."""

from functools import lru_cache
from io import BytesIO
from typing import Any

from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from maap.domain.documents import Document, Kind
from maap.domain.marks import about_mark
from maap.domain.written_dates import spoken
from maap.reports.word_blocks import content, sheet
from maap.settings import settings


def environment() -> ImmutableSandboxedEnvironment:
    """Where templates are read: no function of Python's can be reached, and a name that does not exist is a fault."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    made.globals.clear()
    return made


@lru_cache(maxsize=8)
def shipped(kind: Kind) -> bytes:
    """The template that comes with the house."""
    return (settings().config / "templates" / f"{kind.replace(' ', '_')}.docx").read_bytes()


def word(document: Document, template: bytes) -> bytes:
    """The document in Word. ``template``: the partnership's own, or the shipped one."""
    paper = DocxTemplate(BytesIO(template))
    paper.init_docx()
    paper.render(_named(paper, document), environment(), autoescape=True)
    if document.mark:
        paper.docx.add_paragraph(about_mark(document.mark)).runs[0].font.size = Pt(7)
    told = paper.docx.core_properties
    told.title, told.author, told.language = document.title[:250], document.partnership[:250], "en-GB"
    told.subject = document.subtitle[:250]
    made = BytesIO()
    paper.save(made)
    return made.getvalue()


def _named(paper: DocxTemplate, document: Document) -> dict[str, Any]:
    on = sheet(paper.docx)
    parts = [{"key": part.key, "title": part.title, "content": content(on, part)} for part in document.parts]
    return {
        "title": document.title,
        "subtitle": document.subtitle,
        "reference": document.reference,
        "year": document.year,
        "partnership": document.partnership,
        "as_at": spoken(document.as_at.date()),
        "parts": parts,
    }
