"""An uploaded PDF or Word document: found safe by what it holds, not by its name, and its text taken out.

A PDF is read by a process of its own with little memory and time, so that a hostile one can only end itself.
"""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from maap.domain.library import LARGEST_FILE, Document
from maap.domain.problems import Problem

LONGEST_TEXT = 2_000_000
"""Characters."""
_LARGEST_UNPACKED, _LARGEST_PART = 120 << 20, 24 << 20
_MOST_TIMES_SMALLER, _MOST_PARTS = 200, 2_000
_PATIENCE = 30
_PDF_READER = Path(__file__).with_name("pdf_text.py")
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SAVE_AGAIN = "Open it in Word, save it as PDF and upload that."
_UNREADABLE = (
    *(zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, EOFError, NotImplementedError),
    *(KeyError, ValueError, IndexError, OverflowError, RecursionError, OSError),
)
_NEITHER = "This is neither a PDF nor a Word document (.docx). Save the briefing as one of the two and upload it again."
_NO_PLACE_FOR = {
    "vbaproject.bin": f"The document contains macros, which are not accepted. {_SAVE_AGAIN}",
    "vbadata.xml": f"The document contains macros, which are not accepted. {_SAVE_AGAIN}",
    "/embeddings/": f"The document has other files inside it, which are not accepted. {_SAVE_AGAIN}",
    "/activex/": f"The document has active controls inside it, which are not accepted. {_SAVE_AGAIN}",
    "/afchunk": f"The document has other files inside it, which are not accepted. {_SAVE_AGAIN}",
    "word/comments": "The document has comments. Delete them all in Word, save, and upload the file again.",
}


def read_document(name: str, data: bytes) -> Document:
    """What kind of document it is, and its text. Raises Problem, naming the file: not safe, damaged, no text."""
    try:
        ending, text = _read(data)
    except Problem as problem:
        raise Problem(f"{name}: {problem}") from problem
    kept = "\n".join(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)
    if len(kept) < 20:
        raise Problem(
            f"{name}: there is no text in this file; it may be a scan. Save it again with its text (“searchable”), so "
            "that people and screen readers can read it."
        )
    return Document(ending, kept[:LONGEST_TEXT])


def _read(data: bytes) -> tuple[str, str]:
    if len(data) > LARGEST_FILE:
        raise Problem(f"The file is larger than {LARGEST_FILE >> 20} MB. Save it with smaller pictures.")
    if not data:
        raise Problem(f"The file is empty. {_SAVE_AGAIN}")
    if data.startswith(b"%PDF-"):
        return "pdf", _of_pdf(data)
    if data.startswith(b"PK\x03\x04"):
        return "docx", _of_word(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise Problem(f"This is an old Word file (.doc), or it has a password. {_SAVE_AGAIN}")
    raise Problem(_NEITHER)


def _of_pdf(data: bytes) -> str:
    command = [sys.executable, "-I", str(_PDF_READER)]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=_PATIENCE, check=False, env={})  # noqa: S603
        told = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        raise Problem(
            "This PDF cannot be read; it may be damaged. Print it to a new PDF and upload that one."
        ) from None
    if told["refused"]:
        raise Problem(told["refused"])
    return str(told["text"])


def _of_word(data: bytes) -> str:
    try:
        parts = _checked(data)
        _refuse_links_out(parts)
        return _text(fromstring(parts.read("word/document.xml"), forbid_dtd=True))
    except _UNREADABLE as fault:
        raise Problem(f"This document cannot be read; it may be damaged. {_SAVE_AGAIN}") from fault


def _checked(data: bytes) -> zipfile.ZipFile:
    """The parts of a document that is safe to unpack."""
    parts = zipfile.ZipFile(io.BytesIO(data))
    listed = parts.infolist()
    names = [part.filename for part in listed]
    if any(part.flag_bits & 1 for part in listed):
        raise Problem("The file has a password. Remove the password in Word, save, and upload the file again.")
    swollen = any(part.file_size > _MOST_TIMES_SMALLER * max(1, part.compress_size) + 65_536 for part in listed)
    large = any(part.file_size > _LARGEST_PART and not part.filename.startswith("word/media/") for part in listed)
    outside = any(name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/") for name in names)
    whole = sum(part.file_size for part in listed)
    if swollen or large or outside or whole > _LARGEST_UNPACKED or not len(set(names)) == len(names) <= _MOST_PARTS:
        raise Problem(f"This document is packed in a way that is not safe to open. {_SAVE_AGAIN}")
    for mark, sentence in _NO_PLACE_FOR.items():
        if any(mark in name.lower() for name in names):
            raise Problem(sentence)
    if "[Content_Types].xml" not in names or "word/document.xml" not in names:
        raise Problem(_NEITHER)
    if b"macroEnabled" in parts.read("[Content_Types].xml"):
        raise Problem(_NO_PLACE_FOR["vbaproject.bin"])
    return parts


def _refuse_links_out(parts: zipfile.ZipFile) -> None:
    """A picture or template that Word would fetch from elsewhere tells others who opens the document."""
    for name in parts.namelist():
        if not name.endswith(".rels"):
            continue
        for link in fromstring(parts.read(name), forbid_dtd=True):
            kind = str(link.get("Type")).rsplit("/", 1)[-1]
            if str(link.get("TargetMode")).lower() == "external" and kind != "hyperlink":
                raise Problem(f"The document fetches a picture or a template from elsewhere. {_SAVE_AGAIN}")


def _text(document: Element) -> str:
    lines: list[str] = []
    for paragraph in document.iter(f"{_WORD}p"):
        signs = []
        for part in paragraph.iter():
            if part.tag in (f"{_WORD}ins", f"{_WORD}del", f"{_WORD}moveFrom"):
                raise Problem(
                    "The document has tracked changes. Accept or reject them all in Word, save, and upload it again."
                )
            if part.tag == f"{_WORD}t":
                signs.append(part.text or "")
            elif part.tag in (f"{_WORD}tab", f"{_WORD}br"):
                signs.append(" ")
        lines.append("".join(signs))
    return "\n".join(lines)
