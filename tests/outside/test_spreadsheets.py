"""Any spreadsheet is read or refused in a sentence; none is trusted; what goes out holds no formula."""

import contextlib
import csv
import io
import random
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from maap.domain.problems import Problem
from maap.outside.spreadsheets import LARGEST_FILE, Grid, legal, read_table, to_csv, to_xlsx
from tests.attack.hostile_words import ALL, hostile

TABLE = "Réf,Threshold\nA-1,CP\nA-2,Früh\n"
ROWS = (("A-1", "CP"), ("A-2", "Früh"))


Line = tuple[object, ...]


def workbook(*rows: Line, **sheets: list[Line]) -> bytes:
    """A workbook of one sheet, or of the sheets named."""
    book = openpyxl.Workbook()
    book.remove(book["Sheet"])
    for name, lines in (sheets or {"Cohort": list(rows)}).items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(data: bytes, **changed: bytes) -> bytes:
    """A workbook with parts replaced or added; `xl_worksheets_sheet1_xml` is xl/worksheets/sheet1.xml."""
    out = io.BytesIO()
    new = {name.replace("__", "/"): content for name, content in changed.items()}
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for part in old.namelist():
            packed.writestr(part, new.pop(part.replace(".", "_"), old.read(part)))
        for name, content in new.items():
            packed.writestr(name.replace("_bin", ".bin"), content)
    return out.getvalue()


def read(data: bytes, name: str = "cohort.csv") -> Grid:
    return read_table(name, data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_every_encoding_and_separator_gives_the_same_table(encoding: str, separator: str, newline: str) -> None:
    grid = read(TABLE.replace(",", separator).replace("\n", newline).encode(encoding))
    assert (grid.headings, grid.rows) == (("Réf", "Threshold"), ROWS)


def test_lists_inside_cells_do_not_pass_for_columns() -> None:
    assert read(b"Ref,Agencies,Plan\nA-1,Police;Health,CP\nA-2,Police;School,CIN\n").headings == (
        "Ref",
        "Agencies",
        "Plan",
    )
    assert read(b'Ref;Note;Plan\nA-1;"yes, but; no";CP\nA-2;a, b, c;CIN\n').rows[0] == ("A-1", "yes, but; no", "CP")


def test_a_line_that_names_the_separator_is_obeyed() -> None:
    assert read(b"sep=;\r\nRef;Plan\r\nA-1;CP\r\n").rows == (("A-1", "CP"),)


def test_what_the_bytes_are_decides_and_not_the_name() -> None:
    assert read(workbook(("Ref", "Plan"), ("A-1", "CP")), "list.csv").rows == (("A-1", "CP"),)
    assert read(TABLE.encode(), "list.xlsx").rows == ROWS


def test_dates_numbers_and_truth_of_a_workbook_become_plain_text() -> None:
    day = datetime(2026, 3, 3)
    grid = read(workbook(("Ref", "a", "b", "c", "d", "e"), (7, day, day.replace(hour=9), 2.5, True, 3.0)))
    assert grid.rows == (("7", "2026-03-03", "2026-03-03 09:00", "2.5", "yes", "3"),)


def test_merged_headings_title_rows_and_blank_lines_of_a_workbook_are_understood() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for line in (
        ["Open cases"],
        [],
        ["Ref", "Plan", "Dates"],
        [None, None, "First", "Last"],
        ["A-1", "CP", 1, 2],
        [],
        ["A-2"],
    ):
        page.append(line)
    page.merge_cells("A3:A4")
    page.merge_cells("B3:B4")
    page.merge_cells("C3:D3")
    out = io.BytesIO()
    book.save(out)
    grid = read(out.getvalue())
    assert grid.headings == ("Ref", "Plan", "First", "Last")
    assert [row[0] for row in grid.rows] == ["A-1", "", "A-2"]
    assert grid.first_row_number == 5


def test_a_cover_sheet_is_passed_over_and_the_choice_is_said() -> None:
    sheets: dict[str, list[Line]] = {
        "Read me": [("About this list",)],
        "Cases": [("Ref", "Plan"), ("A-1", "CP")],
        "More": [("x", "y")],
    }
    data = workbook(**sheets)
    assert (read(data).sheet, read(data).notes) == ("Cases", ("The sheet “Cases” was read.",))


def test_a_sheet_can_be_asked_for_by_name() -> None:
    data = workbook(One=[("Ref", "Plan"), ("A-1", "CP")], Two=[("Ref", "Plan"), ("B-1", "CIN")])
    assert read_table("x.xlsx", data, "two").rows == (("B-1", "CIN"),)
    with pytest.raises(Problem, match=r"no sheet “Three”\. The sheets are “One”, “Two”"):
        read_table("x.xlsx", data, "Three")


CELLS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9),
    st.dates(date(1901, 1, 1), date(2099, 12, 31)),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=8).filter(
        lambda text: not text.startswith("=")
    ),
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6))
def test_cells_are_read_as_openpyxl_reads_them(rows: list[list[object]]) -> None:
    data = workbook(("one", "two", "three", "four"), *((*row, "end") for row in rows))
    theirs = (
        openpyxl.load_workbook(io.BytesIO(data), data_only=True).worksheets[0].iter_rows(min_row=2, values_only=True)
    )
    expected = [tuple(as_text(value) for value in row) for row in theirs]
    grid = read(data)
    shown = [dict(zip(grid.headings, row, strict=True)) for row in grid.rows]
    assert [tuple(row.get(name, "") for name in ("one", "two", "three", "four")) for row in shown] == expected


def as_text(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return " ".join(str("" if value is None else value).replace("\u00ad", "").split())


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \r\n ", "empty"),
        (b"%PDF-1.7 ...", "not a spreadsheet"),
        (b"\x89PNG\r\n\x1a\n....", "not a spreadsheet"),
        (b"<html><table><tr><td>Ref</td></tr></table>", "not a spreadsheet"),
        (b"a\x00b\x01\xff\xfe\x81", "not a spreadsheet"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"x" * (LARGEST_FILE + 1), "larger than 5 MB"),
        (b"," * 300 + b"\n", "columns; at most 200"),
        (b'Ref,Plan\nA-1,"CP\n' + b"A-2,CP\n" * 5_000, "never closed"),
        (b"Ref,Plan\n" + b"A-1,CP\n" * 50_001, "at most 50,000"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence_that_names_the_file(data: bytes, sentence: str) -> None:
    with pytest.raises(Problem, match=rf"^cohort\.csv: .*{sentence}"):
        read(data)


BOOK = workbook(("Ref", "Plan"), ("A-1", "CP"))
SHEET = (
    "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>{}</sheetData></worksheet>"
)
LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>"
PASSWD = "<!DOCTYPE l [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


MAIN = "xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'"
LINKS = "xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships'"
AS_EXCEL = {
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": f"<x:workbook {MAIN} {LINKS}><x:workbookPr date1904='1'/><x:sheets>"
    "<x:sheet name='Old' state='hidden' r:id='r1'/><x:sheet name='Cases' r:id='r2'/></x:sheets></x:workbook>",
    "xl/_rels/workbook.xml.rels": "<Relationships><Relationship Id='r1' Type='t/worksheet' Target='old.xml'/>"
    "<Relationship Id='r2' Type='t/worksheet' Target='worksheets/cases.xml'/>"
    "<Relationship Id='r3' Type='t/sharedStrings' Target='/xl/shared.xml'/>"
    "<Relationship Id='r4' Type='t/styles' Target='styles.xml'/></Relationships>",
    "xl/shared.xml": f"<x:sst {MAIN}><x:si><x:t>Ref</x:t></x:si>"
    "<x:si><x:r><x:t>Last </x:t></x:r><x:r><x:t>seen</x:t></x:r>"
    "<x:rPh><x:t>noise</x:t></x:rPh></x:si><x:si><x:t>A-1</x:t></x:si></x:sst>",
    "xl/styles.xml": f"<x:styleSheet {MAIN}><x:numFmts><x:numFmt numFmtId='170' formatCode='dd mmm yyyy'/></x:numFmts>"
    "<x:cellXfs><x:xf numFmtId='0'/><x:xf numFmtId='170'/></x:cellXfs></x:styleSheet>",
    "xl/worksheets/cases.xml": f"<x:worksheet {MAIN}><x:sheetData>"
    "<x:row r='1'><x:c r='A1' t='s'><x:v>0</x:v></x:c><x:c r='B1' t='s'><x:v>1</x:v></x:c></x:row>"
    "<x:row r='3'><x:c r='A3' t='s'><x:v>2</x:v></x:c><x:c r='B3' s='1'><x:f>TODAY()</x:f><x:v>44622</x:v></x:c>"
    "<x:c r='C3' t='e'><x:v>#N/A</x:v></x:c></x:row></x:sheetData></x:worksheet>",
}


def packed(parts: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_shared_texts_own_formats_hidden_sheets_and_the_old_calendar_are_read_as_excel_means_them() -> None:
    grid = read(packed(AS_EXCEL))
    assert (grid.sheet, grid.headings) == ("Cases", ("Ref", "Last seen"))
    assert grid.rows == (("", ""), ("A-1", "2026-03-03"))


def test_shared_texts_cannot_reach_for_other_files() -> None:
    with pytest.raises(Problem, match="damaged"):
        read(packed({**AS_EXCEL, "xl/shared.xml": PASSWD + "<sst><si><t>&a;</t></si></sst>"}))


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"xl__media__bomb_bin": bytes(40 << 20)}, "not safe to open"),
        ({"xl__vbaProject_bin": b"macro"}, "macros"),
        ({"xl__worksheets__sheet1_xml": (LAUGHS + SHEET.format("")).encode()}, "damaged"),
        ({"xl__worksheets__sheet1_xml": (PASSWD + SHEET.format("")).encode()}, "damaged"),
        ({"xl__styles_xml": (PASSWD + "<styleSheet>&a;</styleSheet>").encode()}, "damaged"),
        ({"xl__workbook_xml": (LAUGHS + "<workbook/>").encode()}, "damaged"),
        (
            {"xl__worksheets__sheet1_xml": SHEET.format("<row r='1'><c r='XFD1'><v>1</v></c></row>").encode()},
            "200 columns",
        ),
        ({"xl__worksheets__sheet1_xml": SHEET.format("<row r='99999999'/>").encode()}, "damaged"),
        ({"xl__worksheets__sheet1_xml": SHEET.format("<row r='2'/><row r='1'/>").encode()}, "damaged"),
        ({"xl__worksheets__sheet1_xml": SHEET.format("<row><c t='s'><v>99</v></c></row>").encode()}, "damaged"),
        ({"xl__worksheets__sheet1_xml": SHEET.format("<row><c><v>NaN</v></c></row>").encode()}, "damaged"),
        ({"xl__worksheets__sheet1_xml": b"<worksheet"}, "damaged"),
        ({f"xl__worksheets__more{n}_xml": b"<worksheet/>" for n in range(10_000)}, "not safe to open"),
    ],
)
def test_hostile_workbooks_are_refused(changed: dict[str, bytes], sentence: str) -> None:
    assert read(repacked(BOOK)).rows == (("A-1", "CP"),)
    with pytest.raises(Problem, match=sentence):
        read(repacked(BOOK, **changed))


def test_a_workbook_with_a_password_on_its_parts_is_refused() -> None:
    data = bytearray(BOOK)
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    with pytest.raises(Problem, match="password"):
        read(bytes(data))


def test_a_last_row_far_below_costs_nothing() -> None:
    rows = "<row r='1'><c t='str'><v>Ref</v></c></row><row r='2'><c><v>1</v></c></row><row r='1048576'/>"
    assert read(repacked(BOOK, xl__worksheets__sheet1_xml=SHEET.format(rows).encode())).rows == (("1",),)


@pytest.mark.parametrize("days", ["-1", "0", "60", "2958465", "2958466", "99999999999", "1e300", "-1e300"])
def test_a_day_that_no_calendar_has_is_read_or_refused_and_breaks_nothing(days: str) -> None:
    cases = AS_EXCEL["xl/worksheets/cases.xml"].replace("44622", days)
    with contextlib.suppress(Problem):  # anything else that is raised fails the test
        assert read(packed({**AS_EXCEL, "xl/worksheets/cases.xml": cases})).headings


def test_damaged_files_are_read_or_refused_and_never_break_anything() -> None:
    chance = random.Random(7)
    for original in (BOOK, TABLE.encode("utf-16"), TABLE.encode("cp1252")):
        for _ in range(200):
            data = bytearray(original)
            for _ in range(chance.randint(1, 8)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            with contextlib.suppress(Problem):  # anything else that is raised fails the test
                assert read(bytes(data[: chance.randint(len(data) // 2, len(data))])).headings


FORMULA_STARTS = tuple("=+-@\t\r＝＋－＠")
NASTY = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x","y")',
)


def test_no_text_in_a_csv_begins_like_a_formula() -> None:
    text = to_csv(["Ref", "=Note"], [[word, "plain"] for word in NASTY]).decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert lines[0] == ["Ref", "'=Note"]
    assert [line[0] for line in lines[1:]] == [f"'{word}" for word in NASTY]


def test_numbers_dates_and_gaps_of_a_csv_stay_what_they_are() -> None:
    text = to_csv(["a", "b", "c", "d", "e"], [[-5, "-5", "+1.5", None, date(2026, 3, 3)]]).decode("utf-8-sig")
    assert text.splitlines()[1] == '"-5","-5","+1.5","","2026-03-03"'


def test_no_cell_of_a_workbook_is_a_formula_and_every_text_is_whole() -> None:
    data = to_xlsx(["Ref"], [[word] for word in NASTY], "Cases / 2026")
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    one_break = [str(cell.value).replace("\r", "\n") for cell in cells]  # how a break is stored depends on the writer
    assert one_break == [word.replace("\r", "\n") for word in NASTY]
    assert (page.title, page.freeze_panes) == ("Cases  2026", "A2")


HOSTILE = [hostile(number, "http://127.0.0.1:9").text for number in range(ALL)]


def test_two_hundred_hostile_texts_are_text_and_whole_in_a_workbook() -> None:
    data = to_xlsx(["Words"], [[text] for text in HOSTILE], "Words")
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = [row[0] for row in page.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)
    assert [str(cell.value) for cell in cells] == [legal(text) for text in HOSTILE]


def test_two_hundred_hostile_texts_are_text_and_whole_in_a_csv() -> None:
    told = to_csv(["Words"], [[text] for text in HOSTILE]).decode("utf-8-sig")
    cells = [line[0] for line in csv.reader(io.StringIO(told, newline=""))][1:]
    assert not any(cell.startswith(FORMULA_STARTS) for cell in cells)
    bare = [
        cell.removeprefix("'") if text.startswith(FORMULA_STARTS) else cell
        for cell, text in zip(cells, HOSTILE, strict=True)
    ]
    assert bare == [text.replace("\x00", "") for text in HOSTILE]


def test_the_same_texts_written_without_care_are_formulas() -> None:
    """The control."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    for text in HOSTILE:
        book.active.append([legal(text)])  # type: ignore[union-attr]
    book.save(out)
    page = openpyxl.load_workbook(io.BytesIO(out.getvalue())).worksheets[0]
    assert "f" in {row[0].data_type for row in page.iter_rows()}


def test_control_characters_do_not_break_a_workbook() -> None:
    data = to_xlsx(["Ref"], [["a\x00b\x0bc"], [datetime(2026, 3, 3, 9, 0)], [None]])
    page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert page["A2"].value == "abc"
