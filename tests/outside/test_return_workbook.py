"""A return's workbook as a file: it opens as it was written, and nothing that was tampered with gets in."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from maap.domain.problems import Problem
from maap.domain.workbook import Code, ReturnWorkbook, lines, sheets
from maap.domain.workbook_return import seen
from maap.outside.return_workbook import CODE, LISTS, write
from maap.outside.returned_workbook import LARGEST_FILE, read
from tests.domain.test_workbook import ANSWERS, brought, differences, page

KEY = b"k" * 32
FACTS, MORE = "1 Facts", "2 More"


def made(key: bytes = KEY) -> bytes:
    """The file of a return with an answer of every kind."""
    of = page(ANSWERS)
    rows = sheets(of)
    code = Code(audit="A", case="A-01", return_id=1, form="f", seen=seen(of, {}), sheets=tuple(map(lines, rows)))
    return write(ReturnWorkbook("Return", ("A note.",), rows, code), key)


def changed(change: Callable[[Any], None]) -> bytes:
    """The file after somebody changed it in a spreadsheet program and saved it."""
    book = load_workbook(io.BytesIO(made()))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def row_of(sheet: Any, label: str) -> int:
    """Where a question stands."""
    return next(int(cell.row) for cell in sheet["A"] if str(cell.value).startswith(label))


def answered(label: str, value: object, column: str = "C") -> bytes:
    """The file with one cell filled in."""

    def fill(book: Any) -> None:
        sheet = book[FACTS]
        sheet[f"{column}{row_of(sheet, label)}"].value = value

    return changed(fill)


def test_a_file_that_was_only_opened_and_saved_says_the_same() -> None:
    back = read(changed(lambda _: None), KEY)
    assert back.code == brought(page(ANSWERS)).code
    assert differences(page(ANSWERS), back) == {}


def test_an_answer_and_its_evidence_come_back() -> None:
    assert differences(page(ANSWERS), read(answered("Was the child", "No"), KEY))["known"].value == "no"
    back = read(answered("Was the child", "On page two.\nAnd four.", "D"), KEY)
    assert differences(page(ANSWERS), back)["known__evidence"].value == "On page two.\nAnd four."


def test_only_the_cells_to_answer_in_are_unlocked() -> None:
    book = load_workbook(io.BytesIO(made()))
    assert all(sheet.protection.sheet for sheet in book.worksheets)
    assert book.security.lockStructure
    sheet = book[FACTS]
    at = row_of(sheet, "Was the child")
    assert [sheet[f"{column}{at}"].protection.locked for column in "ABCD"] == [True, True, False, False]
    assert [book[name].sheet_state for name in (LISTS, CODE)] == ["hidden", "veryHidden"]


def test_drop_downs_offer_labels_also_those_with_commas() -> None:
    book = load_workbook(io.BytesIO(made()))
    offered = {str(rule.sqref): rule.formula1 for rule in book[FACTS].data_validations.dataValidation}
    where = offered[f"C{row_of(book[FACTS], 'Was the child')}"].replace("$", "").removeprefix("Lists!")
    assert [row[0].value for row in book[LISTS][where]] == ["Yes", "No", "Not seen in file"]
    assert {rule.type for rule in book[FACTS].data_validations.dataValidation} == {"list", "date", "whole"}


def test_words_that_look_like_a_formula_stay_words() -> None:
    sheet = load_workbook(io.BytesIO(made()))[FACTS]
    cell = sheet[f"C{row_of(sheet, 'In your words')}"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1 is not a sum.", "s", True)


def test_a_formula_in_an_answer_is_refused_with_its_place() -> None:
    with pytest.raises(Problem, match=r"Row \d+ of the sheet “1 Facts” holds a formula"):
        read(answered("In your words", '=WEBSERVICE("http://example.org")'), KEY)


def _renamed(book: Any) -> None:
    book[FACTS].title = "Other"


def _inserted(book: Any) -> None:
    book[FACTS].insert_rows(5)


def _reworded(book: Any) -> None:
    book[FACTS].cell(row_of(book[FACTS], "Was the child"), 1).value = "Was the child seen?"


@pytest.mark.parametrize(
    "change, says",
    [
        (_reworded, "no longer holds its question"),
        (_inserted, "no longer holds its question"),
        (_renamed, "missing or was renamed"),
        (lambda book: book.remove(book[MORE]), "Sheet 2 of the workbook is missing"),
    ],
)
def test_a_changed_structure_is_refused(change: Callable[[Any], None], says: str) -> None:
    with pytest.raises(Problem, match=says) as refused:
        read(changed(change), KEY)
    assert "Download the workbook again" in str(refused.value)


def _forged(book: Any) -> None:
    book[CODE]["A2"].value = "A" + str(book[CODE]["A2"].value)[1:]


@pytest.mark.parametrize(
    "change",
    [
        _forged,
        lambda book: book.remove(book[CODE]),
        lambda book: book[CODE].delete_rows(1),
        lambda book: setattr(book[CODE]["A1"], "value", "é" * 64),
    ],
)
def test_a_changed_or_missing_return_code_is_refused(change: Callable[[Any], None]) -> None:
    with pytest.raises(Problem):
        read(changed(change), KEY)


def test_a_workbook_of_another_house_is_refused() -> None:
    with pytest.raises(Problem, match="not a return's workbook"):
        read(made(b"other" * 6), KEY)


def _empty_workbook() -> bytes:
    out = io.BytesIO()
    Workbook().save(out)
    return out.getvalue()


def _with_part(name: str, content: bytes) -> bytes:
    out = io.BytesIO(made())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr(name, content)
    return out.getvalue()


def _with_entities() -> bytes:
    old, out = zipfile.ZipFile(io.BytesIO(made())), io.BytesIO()
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(out, "w") as parts:
        for name in old.namelist():
            data = old.read(name)
            parts.writestr(name, bomb + data if name == "xl/worksheets/sheet2.xml" else data)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not a workbook",
        b"PK\x03\x04 nearly",
        bytes(LARGEST_FILE + 1),
        made()[:-400],
        _empty_workbook(),
        _with_part("xl/media/bomb.bin", bytes(40 << 20)),
        _with_part("xl/vbaProject.bin", b"macro"),
        _with_entities(),
    ],
    ids=["empty", "text", "half", "large", "cut", "another", "swollen", "macro", "entities"],
)
def test_a_hostile_or_broken_file_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(Problem) as refused:
        read(data, KEY)
    assert str(refused.value).endswith(".")
