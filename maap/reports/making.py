"""Every file of a document, made at once."""

from collections.abc import Callable, Mapping

from maap.domain.documents import Document, kept_document
from maap.reports.borne import borne
from maap.reports.portable import pdf
from maap.reports.slides import slides
from maap.reports.web_page import web_page
from maap.reports.word import shipped, word

MEDIA = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "html": "text/html; charset=utf-8",
}


def made(document: Document, ending: str, template: bytes | None = None) -> bytes:
    """One file. ``template``: the partnership's own for Word, where it has one. Raises TooLong."""
    makers: Mapping[str, Callable[[Document], bytes]] = {"pdf": pdf, "pptx": slides, "html": web_page}
    document = kept_document(borne(document.model_dump()))
    if ending == "docx":
        return word(document, template or shipped(document.kind))
    return makers[ending](document)


def files(document: Document, template: bytes | None = None) -> dict[str, bytes]:
    """Every file of its kind, by ending. Raises TooLong."""
    return {ending: made(document, ending, template) for ending in document.kind.endings}
