"""What in a file would do something when somebody opens it: links, formulas, fields, scripts made of what was typed."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser

import openpyxl
from pypdf import PdfReader

_SIGN = re.compile(r"zq\d{3}f\d{3}z")
_FORMULA = tuple("=+-@\t\r＝＋－＠")
_LOADS = {"img", "iframe", "object", "embed", "video", "audio", "source", "link", "base", "form", "a", "image", "use"}
_FIELDS = re.compile(r"<w:instrText[^>]*>([^<]*)<")


def active(content: bytes, trap: str) -> list[str]:
    """What in it is more than text, and comes from what somebody typed."""
    if content.startswith(b"PK"):
        return list(_in_parts(content, trap)) + list(_in_workbook(content))
    if content.startswith(b"%PDF"):
        return list(_in_pdf(content, trap))
    text = content.decode("utf-8-sig", errors="replace")
    if re.search(r"(?i)^\s*<(!doctype|html)", text):
        return list(_in_page(text, trap))
    return list(_in_rows(text)) if text.startswith('"') else []


def _is_theirs(where: str, trap: str) -> bool:
    return trap in where or bool(re.match(r"(?i)\s*(javascript|data:text|mailto:trap|\w*:?/*www\.trap)", where))


def _in_parts(content: bytes, trap: str) -> Iterator[str]:
    """Word, slides, workbook: relations to the outside, and fields that Word would fill in."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode(errors="replace") if name.endswith((".rels", ".xml")) else ""
            for target in re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', text) if "rels" in name else ():
                if _is_theirs(target, trap) or _SIGN.search(target):
                    yield f"{name}: a link to {target[:80]}"
            for field in _FIELDS.findall(text):
                if trap in field or _SIGN.search(field):
                    yield f"{name}: a field {field[:80]}"


def _in_workbook(content: bytes) -> Iterator[str]:
    """Formulas and links in cells."""
    if b"xl/workbook.xml" not in content:
        return
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        for row in sheet.iter_rows():
            for cell in row:
                if _SIGN.search(str(cell.value)) and (cell.data_type == "f" or cell.hyperlink):
                    yield f"{sheet.title} {cell.coordinate}: {str(cell.value)[:60]}"


def _in_pdf(content: bytes, trap: str) -> Iterator[str]:
    """Links and scripts of a PDF."""
    reader = PdfReader(io.BytesIO(content))
    if any(name in reader.trailer["/Root"] for name in ("/OpenAction", "/AA")):
        yield "it does something when it is opened"
    for page in reader.pages:
        for note in page.get("/Annots", ()):
            does = note.get_object().get("/A", {})
            if "/JS" in does or _is_theirs(str(does.get("/URI", "")), trap):
                yield f"a link to {does.get('/URI', 'a script')}"


def _in_rows(text: str) -> Iterator[str]:
    """Cells of a list that a spreadsheet would take for formulas."""
    for row in csv.reader(io.StringIO(text)):
        yield from (f"a cell {cell[:60]}" for cell in row if cell.startswith(_FORMULA) and _SIGN.search(cell))


class _Page(HTMLParser):
    """Tags of a page that load, lead or run."""

    def __init__(self, trap: str) -> None:
        super().__init__()
        self.trap, self.found, self.inside = trap, list[str](), ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = tag
        for name, value in attrs:
            if name.startswith("on") or (tag in _LOADS and name != "alt" and _is_theirs(value or "", self.trap)):
                self.found.append(f"<{tag} {name}={str(value)[:60]}>")

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style") and _SIGN.search(data):
            self.found.append(f"words inside <{self.inside}>")

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002  (the parser's way)
        self.inside = ""


def _in_page(text: str, trap: str) -> Iterator[str]:
    page = _Page(trap)
    page.feed(text)
    yield from page.found
