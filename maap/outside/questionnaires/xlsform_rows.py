"""The rows of an XLSForm workbook, XLSX or XLS, under one spelling of each column."""

import io
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openpyxl import load_workbook
from pyxform.xls2json_backends import DefinitionData, get_xlsform

from maap.domain.uploads import QUESTIONNAIRE
from maap.outside.questionnaires.xlsform_columns import AUDIT, language_code

LARGEST = QUESTIONNAIRE.largest
LARGEST_UNPACKED = 100_000_000
MOST_ROWS = 5_000
OUR_SHEETS = ("scales", "domains")
_SAME = {
    "caption": "label", "relevance": "relevant", "constraining_message": "constraint_message", "count": "repeat_count",
    "calculate": "calculation", "command": "type", "tag": "name", "value": "name", "list name": "list_name",
    "readonly": "read_only", "requiredmsg": "required_message", "set_form_title": "form_title", "title": "form_title",
    "set_form_id": "form_id", "id_string": "form_id", "bind::relevant": "relevant", "bind::constraint": "constraint",
    "bind::required": "required", "bind::calculate": "calculation", "control::appearance": "appearance",
    "bind::jr:constraintmsg": "constraint_message", "jr:count": "repeat_count", "default language": "default_language",
}  # fmt: skip
_TRANSLATABLE = ("label", "hint", "guidance_hint", "constraint_message", "required_message")


class Unreadable(Exception):
    """The file is not a workbook that can be read; the message is a sentence for a person."""


@dataclass(frozen=True)
class Row:
    """One row: `cells` by column, `columns` as the sheet spells them, texts in other languages by column and code."""

    sheet: str
    number: int
    cells: Mapping[str, str]
    columns: Mapping[str, str]
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def ours(self, name: str) -> str:
        """The text of an audit:: column."""
        return self.cells.get(AUDIT + name, "")

    def column(self, name: str) -> str:
        """The heading a column has in the sheet."""
        return self.columns.get(name, name)


@dataclass(frozen=True)
class Book:
    """The sheets an XLSForm has, and the two of our own."""

    survey: tuple[Row, ...]
    choices: tuple[Row, ...]
    settings: Row
    scales: tuple[Row, ...] = ()
    domains: tuple[Row, ...] = ()
    left_out: tuple[str, ...] = ()


def book(content: bytes) -> Book:
    """The workbook in a file. Raises Unreadable for anything that is not one."""
    kind = _kind(content)
    try:
        data = get_xlsform(io.BytesIO(content), file_type=kind)
        own = _own_sheets(content) if kind == ".xlsx" else {}
    except Exception as error:
        # The readers raise whatever the bytes provoke; for the person it is one thing: the file cannot be read.
        raise Unreadable(_why(str(error))) from None
    if not data.survey:
        raise Unreadable(
            "There is no sheet called “survey” with rows in it. Name the sheet with the questions “survey”."
        )
    if len(data.survey) + len(data.choices or ()) > MOST_ROWS:
        raise Unreadable(f"The workbook has more than {MOST_ROWS} rows. Split it into several questionnaires.")
    settings: Mapping[str, object] = next((row for row in data.settings or () if row), {})
    default = _default_language(data, str(settings.get("default_language", "")))
    used = {"survey", "choices", "settings", *OUR_SHEETS}
    return Book(
        survey=_rows("survey", data.survey, default),
        choices=_rows("choices", data.choices or (), default),
        settings=_row("settings", 2, settings, ""),
        scales=_rows("scales", own.get("scales", ()), default),
        domains=_rows("domains", own.get("domains", ()), default),
        left_out=tuple(name for name in data.sheet_names or () if name.lower() not in used),
    )


def _kind(content: bytes) -> str:
    if len(content) > LARGEST:
        raise Unreadable("The file is larger than 5 MB. Remove pictures and other sheets, and try again.")
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        return ".xls"
    if not content.startswith(b"PK"):
        raise Unreadable("This is not an Excel workbook. Save it from Excel as an .xlsx file and try again.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(item.file_size for item in packed.infolist())
    except Exception:
        # zipfile raises several kinds of error for bytes that are no archive.
        raise Unreadable("The workbook is damaged. Open it in Excel, save it again and try once more.") from None
    if unpacked > LARGEST_UNPACKED:
        raise Unreadable("The workbook is too large once unpacked. Remove pictures and other sheets.")
    return ".xlsx"


def _why(error: str) -> str:
    if "Duplicate column header" in error:
        name = error.rpartition(":")[2].strip()
        return f"The column “{name}” is there twice. Give each column its own heading."
    return "The workbook cannot be read. Open it in Excel, save it as an .xlsx file without a password and try again."


def _own_sheets(content: bytes) -> dict[str, list[dict[str, str]]]:
    workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    found: dict[str, list[dict[str, str]]] = {}
    for name in OUR_SHEETS:
        if name not in workbook.sheetnames:
            continue
        lines = workbook[name].iter_rows(values_only=True, max_row=MOST_ROWS)
        headers = [str(cell or "") for cell in next(lines, ())]
        found[name] = [
            {head: str(cell) for head, cell in zip(headers, line, strict=False) if head and cell is not None}
            for line in lines
        ]
    workbook.close()
    return found


def _default_language(data: DefinitionData, wanted: str) -> str:
    """The language whose texts are the questionnaire's own: the stated one, or English, or the first."""
    headers = [str(head) for group in (data.survey_header, data.choices_header) for row in group or () for head in row]
    languages = list(dict.fromkeys(filter(None, (_column(head)[1] for head in headers))))
    if wanted in languages:
        return wanted
    english = next((name for name in languages if language_code(name) == "en"), "")
    return english or (languages[0] if languages else "")


def _column(header: str) -> tuple[str, str]:
    """A heading as its column and, where it names one, its language."""
    plain = " ".join(header.split())
    column, _, language = re.sub(r"\s*::?\s*", "::", plain, count=1).partition("::")
    lower = column.strip().lower()
    lower = _SAME.get(lower, lower)
    if language and lower in _TRANSLATABLE:
        return lower, language.strip()
    whole = re.sub(r"\s*::\s*", "::", plain).lower()
    return _SAME.get(whole, whole.replace(" ", "_") if not whole.startswith(AUDIT) else whole), ""


def _rows(sheet: str, lines: Iterable[Mapping[str, object]], default: str) -> tuple[Row, ...]:
    return tuple(_row(sheet, number, line, default) for number, line in enumerate(lines, 2) if line)


def _row(sheet: str, number: int, line: Mapping[str, object], default: str) -> Row:
    cells: dict[str, str] = {}
    columns: dict[str, str] = {}
    translations: dict[str, dict[str, str]] = {}
    for header, value in line.items():
        text = "" if value is None else str(value).strip()
        if not text:
            continue
        column, language = _column(str(header))
        column = str(header) if sheet in OUR_SHEETS and not language else column
        if language and language != default:
            translations.setdefault(column, {})[language] = text
        elif language or column not in cells:
            cells[column] = text
            columns[column] = str(header)
    return Row(sheet, number, cells, columns, translations)
