"""The blocks of a document as Word's own: styled as the template styles them, pictures with their words."""

from io import BytesIO

from docx.document import Document as Paper
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph
from lxml import etree
from markupsafe import Markup

from maap.domain.documents import Block, Chart, Part, Table, Text
from maap.reports.columns import lengths
from maap.reports.pictures import png

_STYLES = {"plain": "Normal", "item": "List Bullet", "quote": "Quote"}
_SMALL, _MANY_COLUMNS = Pt(8), 6
_WIDEST = Emu(5_760_000)


def content(paper: Paper, part: Part) -> Markup:
    """A part's blocks as a piece of the template's own XML. What people typed is text in it, never markup."""
    before = len(paper.element.body)
    for block in part.blocks:
        _add(paper, block)
    made = list(paper.element.body)[before - 1 : -1]
    for node in made:
        paper.element.body.remove(node)
    return Markup("".join(etree.tostring(node, encoding="unicode") for node in made))  # noqa: S704  (lxml escaped it)


def _add(paper: Paper, block: Block) -> None:
    match block:
        case Text():
            paper.add_paragraph(block.text, style=_style(paper, _STYLES[block.style]))
        case Table():
            _table(paper, block)
        case Chart():
            _picture(paper, block)


def _style(paper: Paper, wanted: str) -> str:
    """The style's name, or the ordinary one where a template has no such style."""
    return wanted if any(style.name == wanted for style in paper.styles) else "Normal"


def _caption(paper: Paper, title: str) -> None:
    told = paper.add_paragraph(style=_style(paper, "Caption"))
    told.add_run(title)
    told.paragraph_format.keep_with_next = True


def _table(paper: Paper, block: Table) -> None:
    """The rows' own cells are filled: python-docx would look for each cell in the whole table again."""
    _caption(paper, block.title)
    table = paper.add_table(rows=1 + len(block.rows), cols=len(block.head))
    table.style, table.autofit = _style_of_tables(paper), False
    wanted, width = lengths(block), _width(paper)
    shares = [Emu(width * length // sum(wanted)) for length in wanted]
    size = _SMALL if len(block.head) > _MANY_COLUMNS else None
    for row, words in zip(table._tbl.tr_lst, (block.head, *block.rows), strict=True):
        for cell, said, share in zip(row.tc_lst, words, shares, strict=True):
            run = Paragraph(cell.p_lst[0], table).add_run(said)
            run.bold = words is block.head or None
            run.font.size = size
            cell.width = share
    for column, share in zip(table.columns, shares, strict=True):
        column.width = share
    _marked(table, block.title)
    paper.add_paragraph()


def _style_of_tables(paper: Paper) -> str | None:
    return "Table Grid" if any(style.name == "Table Grid" for style in paper.styles) else None


def _marked(table: WordTable, title: str) -> None:
    """The first row is the head, on each page and for those who listen; no row breaks over a page."""
    for at, row in enumerate(table._tbl.tr_lst):
        properties = row.get_or_add_trPr()
        for name in ("w:cantSplit", *(("w:tblHeader",) if at == 0 else ())):
            mark = OxmlElement(name)
            mark.set(qn("w:val"), "true")
            properties.append(mark)
    described = OxmlElement("w:tblCaption")
    described.set(qn("w:val"), title)
    table._tbl.tblPr.append(described)


def _width(paper: Paper) -> int:
    section = paper.sections[0]
    return (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)


def _picture(paper: Paper, block: Chart) -> None:
    _caption(paper, block.title)
    shape = paper.add_picture(BytesIO(png(block)), width=Emu(min(_width(paper), _WIDEST)))
    shape._inline.docPr.set("descr", block.alt)
    shape._inline.docPr.set("title", block.title)
