"""Every file of a document, made at once."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from maap.domain.documents import Document, kept_document
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
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Signs that no file format bears."""


def made(document: Document, ending: str, template: bytes | None = None) -> bytes:
    """One file. ``template``: the partnership's own for Word, where it has one. Raises TooLong."""
    makers: Mapping[str, Callable[[Document], bytes]] = {"pdf": pdf, "pptx": slides, "html": web_page}
    document = kept_document(_cleaned(document.model_dump()))
    if ending == "docx":
        return word(document, template or shipped(document.kind))
    return makers[ending](document)


def files(document: Document, template: bytes | None = None) -> dict[str, bytes]:
    """Every file of its kind, by ending. Raises TooLong."""
    return {ending: made(document, ending, template) for ending in document.kind.endings}


def _cleaned(value: Any) -> Any:
    match value:
        case str():
            return _NO_TEXT.sub("", value)
        case dict():
            return {name: _cleaned(part) for name, part in value.items()}
        case list() | tuple():
            return tuple(_cleaned(part) for part in value)
    return value
