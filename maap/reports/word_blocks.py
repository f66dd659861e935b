"""The blocks of a document as Word's own: styled as the template styles them, pictures with their words."""

from collections.abc import Mapping
from dataclasses import dataclass
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
_NAMES = {"caption": "Caption", "heading 1": "Heading 1", "heading 2": "Heading 2"}
"""Styles whose name Word writes in small letters."""
_SMALL, _MANY_COLUMNS = Pt(8), 6
_WIDEST = Emu(5_760_000)


@dataclass(frozen=True)
class Sheet:
    """A template while it is filled. ``styles``: the ids of its styles by their names, looked up once."""

    paper: Paper
    styles: Mapping[str, str]


def sheet(paper: Paper) -> Sheet:
    """A template to be filled."""
    found = paper.styles.element.xpath("./w:style[w:name]")
    names = ((str(one.name_val), str(one.styleId)) for one in found)
    return Sheet(paper, {_NAMES.get(name, name): style for name, style in names})


def content(on: Sheet, part: Part) -> Markup:
    """A part's blocks as a piece of the template's own XML. What people typed is text in it, never markup."""
    paper = on.paper
    before = len(paper.element.body)
    for block in part.blocks:
        _add(on, block)
    made = list(paper.element.body)[before - 1 : -1]
    for node in made:
        paper.element.body.remove(node)
    return Markup("".join(etree.tostring(node, encoding="unicode") for node in made))  # noqa: S704  (lxml escaped it)


def _add(on: Sheet, block: Block) -> None:
    match block:
        case Text():
            _paragraph(on, block.text, _STYLES[block.style])
        case Table():
            _table(on, block)
        case Chart():
            _picture(on, block)


def _paragraph(on: Sheet, words: str, style: str) -> Paragraph:
    """A paragraph in the template's style of this name, or in its ordinary one where it has none.

    The style's id is set as it is: python-docx would look through all styles for each paragraph.
    """
    made = on.paper.add_paragraph(words)
    made._p.style = on.styles.get(style)
    return made


def _caption(on: Sheet, title: str) -> None:
    told = _paragraph(on, title, "Caption")
    told.paragraph_format.keep_with_next = True


def _table(on: Sheet, block: Table) -> None:
    """The rows' own cells are filled: python-docx would look for each cell in the whole table again."""
    _caption(on, block.title)
    table = on.paper.add_table(rows=1 + len(block.rows), cols=len(block.head))
    table._tbl.tblStyle_val, table.autofit = on.styles.get("Table Grid"), False
    wanted, width = lengths(block), _width(on.paper)
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
    on.paper.add_paragraph()


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


def _picture(on: Sheet, block: Chart) -> None:
    _caption(on, block.title)
    shape = on.paper.add_picture(BytesIO(png(block)), width=Emu(min(_width(on.paper), _WIDEST)))
    shape._inline.docPr.set("descr", block.alt)
    shape._inline.docPr.set("title", block.title)
