"""What the books say of files that come in is what each box offers, each reader takes and the server lets through."""

import re
import tomllib
from collections.abc import Callable

import pytest

from maap.commands import fields
from maap.domain.problems import Problem
from maap.domain.uploads import (
    BRIEFING,
    CASES,
    CODEBOOK,
    EARLIER,
    MOST_MEGABYTES,
    QUESTIONNAIRE,
    TEMPLATE,
    UPLOADS,
    WORDING,
    WORKBOOK,
    Upload,
)
from maap.outside import document_text, earlier_results, qdc, returned_workbook, spreadsheets, word_templates
from maap.outside.questionnaires import label_list, xlsform_rows, yaml_form
from tests.house.source import ROOT, code

READERS: dict[str, tuple[Upload, Callable[[bytes], object]]] = {
    "list of cases": (CASES, lambda data: spreadsheets.read_table("x.csv", data)),
    "wording": (WORDING, lambda data: spreadsheets.read_table("x.csv", data)),
    "questionnaire": (QUESTIONNAIRE, xlsform_rows._kind),
    "workbook": (WORKBOOK, lambda data: returned_workbook.read(data, b"k")),
    "earlier results": (EARLIER, lambda data: earlier_results.read_results("x.yaml", data)),
    "briefing": (BRIEFING, lambda data: document_text.read_document("x.pdf", data)),
    "codebook": (CODEBOOK, qdc.read),
    "template": (TEMPLATE, word_templates.check_template),
}


@pytest.mark.parametrize("named", READERS)
def test_one_byte_more_is_refused_in_a_sentence_with_the_size(named: str) -> None:
    upload, read = READERS[named]
    with pytest.raises((Problem, xlsform_rows.Unreadable), match=f"larger than {upload.megabytes} MB"):
        read(b"x" * (upload.largest + 1))


def test_every_kind_of_file_has_its_reader_here() -> None:
    assert {upload for upload, _ in READERS.values()} == set(UPLOADS)


def test_every_box_takes_its_endings_and_size_from_the_table() -> None:
    made = [one.name for one in code() if "file_uploader(" in one.text]
    assert [name for name in made if not name.endswith("boxes.py")] == []
    used = {found for one in code() for found in re.findall(r"file_box\(\s*([A-Z]+),", one.text)}
    assert len(used) == len(UPLOADS)


def test_the_server_and_nginx_let_through_what_a_box_takes_and_not_much_more() -> None:
    server = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]["maxUploadSize"]
    assert max(one.megabytes for one in UPLOADS) <= MOST_MEGABYTES == server
    nginx = re.search(r"client_max_body_size (\d+)m;", (ROOT / "deploy" / "nginx.conf").read_text())
    assert nginx and int(nginx[1]) == MOST_MEGABYTES + 1  # what stands around a file in a form


def test_the_books_name_every_kind_with_its_endings_and_size() -> None:
    told = fields.DOCUMENT.read_text()
    for one in UPLOADS:
        assert f"| {one.what} | {one.where} | {', '.join(one.endings)} | {one.megabytes} MB |" in told
    assert f"YAML: {yaml_form.LARGEST // 1_000_000} MB" in QUESTIONNAIRE.what
    assert label_list.read_table is spreadsheets.read_table
    scanner = re.search(r"`StreamMaxLength` be (\d+) MB", (ROOT / "docs" / "administrator.md").read_text())
    assert scanner and int(scanner[1]) > MOST_MEGABYTES
