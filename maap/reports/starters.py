"""The templates that come with the house, as they are made. A partnership edits its own in Word."""

from io import BytesIO
from pathlib import Path

from docx import Document as new_paper
from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from maap.domain.documents import Kind

_BRAND = RGBColor(0x0B, 0x5C, 0x8A)


def starter(kind: Kind) -> bytes:
    """A template: its title, and every part under its heading. The briefing is set closer."""
    paper, dense = new_paper(), kind is Kind.BRIEFING
    _styled(paper, dense)
    paper.add_paragraph("{{ title }}", style="Heading 1")
    paper.add_paragraph("{{ subtitle }}")
    paper.add_paragraph("{{ partnership }} · {{ reference }} · {{ year }} · numbers as at {{ as_at }}")
    paper.add_paragraph("{%p for part in parts %}")
    paper.add_paragraph("{{ part.title }}", style="Heading 2")
    paper.add_paragraph("{{p part.content }}")
    paper.add_paragraph("{%p endfor %}")
    footer = paper.sections[0].footer.paragraphs[0]
    footer.text = "{{ reference }} · {{ as_at }} · Page "
    _page_number(footer)
    made = BytesIO()
    paper.save(made)
    return made.getvalue()


def _styled(paper: Paper, dense: bool) -> None:
    section = paper.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    side, above = (Cm(1.8), Cm(1.5)) if dense else (Cm(2.3), Cm(2.2))
    section.left_margin = section.right_margin = side
    section.top_margin = section.bottom_margin = above
    normal = paper.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10 if dense else 11)
    normal.paragraph_format.space_after = Pt(3 if dense else 6)
    for name, size in (("Heading 1", 20), ("Heading 2", 13)):
        style = paper.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = "Arial", Pt(size), _BRAND
        style.paragraph_format.space_before = Pt(0 if size > 13 else 9 if dense else 14)
        fonts = style.element.rPr.rFonts
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        fonts.set(qn("w:ascii"), "Arial")
        fonts.set(qn("w:hAnsi"), "Arial")
    caption = paper.styles["Caption"]
    caption.font.size, caption.font.color.rgb = Pt(10), RGBColor(0x14, 0x20, 0x2B)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    normal.element.get_or_add_rPr().append(language)


def _page_number(paragraph: Paragraph) -> None:
    field, run, words = OxmlElement("w:fldSimple"), OxmlElement("w:r"), OxmlElement("w:t")
    field.set(qn("w:instr"), "PAGE")
    words.text = "1"
    run.append(words)
    field.append(run)
    paragraph._p.append(field)


def write_starters(folder: Path) -> None:
    """Write every starter into the folder of templates."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in Kind:
        if "docx" in kind.endings:
            (folder / f"{kind.replace(' ', '_')}.docx").write_bytes(starter(kind))
