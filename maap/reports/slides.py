"""Slides: one for each part, its sentences as points, its chart with the same in words.

Figures alone have their sentence beside the chart, and the same as a table on the slide after it.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import PP_ALIGN
from pptx.util import Emu, Inches, Length, Pt

from maap.domain.documents import Chart, Document, Kind, Part, Table, Text
from maap.domain.marks import about_mark
from maap.domain.written_dates import spoken
from maap.reports.pictures import png
from maap.reports.slide_tables import tabled

_BRAND, _INK = (RGBColor.from_string(code) for code in ("0B5C8A", "14202B"))  # type: ignore[no-untyped-call]
_MOST_POINTS, _LONGEST, _FEW = 5, 620, 2
_TITLE_SLIDE, _POINTS, _TITLE_ONLY = 0, 1, 5
_SIDE, _TOP = Inches(0.7), Inches(1.6)


def slides(document: Document) -> bytes:
    """The presentation."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    told = deck.core_properties
    told.title, told.author, told.language = document.title[:250], document.partnership[:250], "en-GB"
    _first(deck, document)
    if document.mark:
        _marked(deck.slides[0], about_mark(document.mark))
    for part in document.parts:
        _part(deck, part, with_tables=document.kind is not Kind.SLIDES)
    made = BytesIO()
    deck.save(made)
    return made.getvalue()


def _part(deck: Any, part: Part, with_tables: bool) -> None:
    """``with_tables``: one or two sentences stand beside and below their chart, and each table follows."""
    texts = [one for one in part.blocks if isinstance(one, Text)]
    charts = [one for one in part.blocks if isinstance(one, Chart)]
    beside = [one.text for one in texts] if with_tables and len(charts) == 1 and len(texts) <= _FEW else []
    for points in _pages([] if beside else texts):
        _said(deck, part.title, points)
    for chart in charts:
        _drawn(deck, part.title, chart, *beside)
    for table in (one for one in part.blocks if with_tables and isinstance(one, Table)):
        tabled(deck, part.title, table)


def _pages(texts: list[Text]) -> Iterator[list[Text]]:
    """Points that fit onto one slide."""
    page: list[Text] = []
    for one in texts:
        if page and (len(page) == _MOST_POINTS or sum(len(each.text) for each in page) + len(one.text) > _LONGEST):
            yield page
            page = []
        page.append(one)
    if page:
        yield page


def _first(deck: Any, document: Document) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_SLIDE])
    _placed(slide.shapes.title, Inches(2.3), Inches(1.6))
    _titled(slide.shapes.title, document.title, 44)
    under = slide.placeholders[1]
    _placed(under, Inches(4.1), Inches(1.6))
    under.text_frame.text = f"{document.subtitle}\n{document.partnership} · {document.reference} · {document.year}\n"
    under.text_frame.text += f"Numbers as at {spoken(document.as_at.date())}"
    for paragraph in under.text_frame.paragraphs:
        paragraph.alignment = PP_ALIGN.LEFT
        paragraph.font.size, paragraph.font.name, paragraph.font.color.rgb = Pt(20), "Arial", _INK


def _marked(slide: Any, words: str) -> None:
    """The mark of the trail at the foot of a slide."""
    box = slide.shapes.add_textbox(_SIDE, Inches(6.7), Inches(11.9), Inches(0.5))
    box.name = "Mark of the trail"
    box.text_frame.word_wrap = True
    box.text_frame.text = words
    box.text_frame.paragraphs[0].font.size = Pt(9)


def _titled(shape: Any, words: str, size: int = 32) -> None:
    shape.text_frame.text = words
    shape.text_frame.word_wrap = True
    paragraph = shape.text_frame.paragraphs[0]
    paragraph.font.size, paragraph.font.bold, paragraph.font.color.rgb = Pt(size), True, _BRAND
    paragraph.font.name = "Arial"
    paragraph.alignment = 1  # left


def _placed(shape: Any, top: Length, height: Length) -> None:
    shape.left, shape.top, shape.width, shape.height = _SIDE, top, Inches(11.9), height


def _said(deck: Any, title: str, points: list[Text]) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_POINTS])
    _placed(slide.shapes.title, Inches(0.4), Inches(1.0))
    _titled(slide.shapes.title, title)
    body = slide.placeholders[1]
    _placed(body, _TOP, Inches(5.4))
    frame = body.text_frame
    for at, one in enumerate(points):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = one.text
        run.font.size, run.font.italic, run.font.name = Pt(20), one.style == "quote", "Arial"
        paragraph.space_after = Pt(10)


def _drawn(deck: Any, title: str, chart: Chart, aside: str = "", below: str = "") -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    _placed(slide.shapes.title, Inches(0.4), Inches(1.0))
    _titled(slide.shapes.title, title)
    left, top = (Inches(4.9) if aside else _SIDE), Inches(1.4)
    picture = slide.shapes.add_picture(BytesIO(png(chart)), left, top)
    scale = min((Inches(12.6) - left) / picture.width, Inches(5.4 if below else 5.7) / picture.height)
    picture.width, picture.height = Emu(int(picture.width * scale)), Emu(int(picture.height * scale))
    picture._element.nvPicPr.cNvPr.set("descr", chart.alt)
    picture._element.nvPicPr.cNvPr.set("title", chart.title)
    slide.notes_slide.notes_text_frame.text = chart.alt
    for words, at, width, size in ((aside, top, Inches(4.0), 20), (below, Inches(6.85), Inches(11.9), 13)):
        if words:
            _written(slide, words, at, width, size)


def _written(slide: Any, words: str, top: Length, width: Length, size: int) -> None:
    frame = slide.shapes.add_textbox(_SIDE, top, width, Inches(0.5)).text_frame
    frame.word_wrap = True
    frame.text = words
    for paragraph in frame.paragraphs:
        paragraph.font.size, paragraph.font.name, paragraph.font.color.rgb = Pt(size), "Arial", _INK
