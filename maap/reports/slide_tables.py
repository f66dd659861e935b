"""Tables on slides: a real table with its head row, on as many slides as its rows need."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.util import Inches, Pt

from maap.domain.documents import Table
from maap.reports.columns import lengths

_BRAND, _INK, _PAPER = (RGBColor.from_string(code) for code in ("0B5C8A", "14202B", "FFFFFF"))  # type: ignore[no-untyped-call]
_MOST_ROWS, _TITLE_ONLY = 11, 5
_WIDE, _ROW = Inches(11.9), Inches(0.42)


def tabled(deck: Any, title: str, table: Table) -> None:
    """The table, its head repeated on each slide."""
    for at in range(0, len(table.rows), _MOST_ROWS):
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = Inches(0.7), Inches(0.4), _WIDE, Inches(1.0)
        shape.text_frame.text = f"{title}: the figures" + (", continued" if at else "")
        told = shape.text_frame.paragraphs[0]
        told.font.size, told.font.bold, told.font.color.rgb, told.font.name = Pt(28), True, _BRAND, "Arial"
        told.alignment = 1  # left
        _grid(slide, table, table.rows[at : at + _MOST_ROWS])


def _grid(slide: Any, table: Table, rows: tuple[tuple[str, ...], ...]) -> None:
    height = _ROW * (len(rows) + 1)
    frame = slide.shapes.add_table(len(rows) + 1, len(table.head), Inches(0.7), Inches(1.5), _WIDE, height)
    frame.name = table.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", table.title)
    grid, wide = frame.table, lengths(table)
    size = Pt(14 if len(table.head) <= 6 else 11)
    for column, length in zip(grid.columns, wide, strict=True):
        column.width = int(_WIDE * length / sum(wide))
    for at, row in enumerate((table.head, *rows)):
        for place, words in enumerate(row):
            _cell(grid.cell(at, place), words, size, is_head=at == 0)


def _cell(cell: Any, words: str, size: Any, is_head: bool) -> None:
    cell.text = words
    for paragraph in cell.text_frame.paragraphs:
        paragraph.font.size, paragraph.font.name, paragraph.font.bold = size, "Arial", is_head
        paragraph.font.color.rgb = _PAPER if is_head else _INK
    if is_head:
        cell.fill.solid()
        cell.fill.fore_color.rgb = _BRAND
