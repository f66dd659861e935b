"""The questionnaire commands: check, convert, schema."""

import io
import json
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from maap.commands.questionnaire import app
from maap.outside.questionnaires.files import read_file

FOLDER = Path(__file__).parent.parent / "questionnaires"
runner = CliRunner()


def test_a_sound_questionnaire_passes() -> None:
    result = runner.invoke(app, ["check", str(FOLDER / "opened_by_an_answer.yaml"), "--json"])
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {"ok": True, "problems": []}


@pytest.mark.parametrize("name", ["front_door.xls", "opened_by_an_answer.yaml"])
def test_a_questionnaire_becomes_a_workbook_and_comes_back(name: str, tmp_path: Path) -> None:
    out = tmp_path / "out.xlsx"
    assert runner.invoke(app, ["convert", str(FOLDER / name), str(out)]).exit_code == 0
    assert read_file(out).whole() == read_file(FOLDER / name).whole()


def test_an_old_excel_file_comes_in_whole() -> None:
    found = read_file(FOLDER / "front_door.xls").whole()
    assert (found.title, found.version) == ("Front-door contact", 3)
    assert [question.id for question in found.questions] == ["decision", "days", "learning"]
    assert found.question("days").need == "required"


def test_a_refusal_names_line_and_sentence_and_ends_with_one(tmp_path: Path) -> None:
    text = (FOLDER / "opened_by_an_answer.yaml").read_text(encoding="utf-8")
    broken = tmp_path / "broken.yaml"
    broken.write_text(text.replace("${seen_alone} = 'no'", "${seen} = 'no'"), encoding="utf-8")
    result = runner.invoke(app, ["check", str(broken), "--json"])
    assert result.exit_code == 1
    (problem,) = json.loads(result.stdout)["problems"]
    assert problem["severity"] == "error"
    assert text.splitlines()[problem["line"] - 1].strip() == "- id: what_instead"
    assert "“seen”, which is not in the questionnaire" in problem["message"]
    assert runner.invoke(app, ["convert", str(broken), str(tmp_path / "out.xlsx")]).exit_code == 1
    assert not (tmp_path / "out.xlsx").exists()


def _faulty(ending: str) -> bytes:
    """A workbook with a condition on a question that is not there: in the new Excel format, or in the old one."""
    if ending == "xls":
        sound = (FOLDER / "front_door.xls").read_bytes()
        return sound.replace(b"${decision}", b"${derision}")
    book = Workbook()
    page = book.worksheets[0]
    page.title = "survey"
    page.append(["type", "name", "label", "relevant"])
    page.append(["text", "days", "How many days?", "${derision} = 'yes'"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("ending", ["xlsx", "xls"])
def test_what_is_wrong_in_a_workbook_is_named_by_sheet_row_and_column(ending: str, tmp_path: Path) -> None:
    file = tmp_path / f"form.{ending}"
    file.write_bytes(_faulty(ending))
    result = runner.invoke(app, ["check", str(file), "--json"])
    assert result.exit_code == 1
    said = json.loads(result.stdout)
    assert said["ok"] is False
    (wrong,) = [one for one in said["problems"] if one["severity"] == "error"]
    assert (wrong["sheet"], wrong["column"]) == ("survey", "relevant")
    assert wrong["row"] >= 2
    assert "“derision”, which is not in the questionnaire" in wrong["message"]
    assert f"Sheet “survey”, row {wrong['row']}, column “relevant”" in runner.invoke(app, ["check", str(file)]).stdout


@pytest.mark.parametrize("name", ["missing.yaml", "notes.docx"])
def test_a_file_that_cannot_be_read_is_a_sentence(name: str, tmp_path: Path) -> None:
    result = runner.invoke(app, ["check", str(tmp_path / name)])
    assert result.exit_code == 1
    assert name in result.stdout


def test_a_name_without_a_known_ending_is_refused(tmp_path: Path) -> None:
    result = runner.invoke(app, ["convert", str(FOLDER / "front_door.xls"), str(tmp_path / "out.pdf")])
    assert result.exit_code == 1
    assert ".yaml or .xlsx" in result.stderr


def test_wrong_usage_ends_with_two() -> None:
    assert runner.invoke(app, ["check"]).exit_code == 2


def test_the_schema_is_published() -> None:
    schema = json.loads(runner.invoke(app, ["schema"]).stdout)
    assert schema["$schema"].endswith("2020-12/schema")
    assert {"key", "title", "audience", "sections"} <= set(schema["properties"])
