"""The draw on the command line: repeatable, verifiable, and refusing in sentences."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from maap.commands.sample import app
from maap.outside.spreadsheets import to_xlsx

HEADINGS = ("Case ref", "Threshold", "Last seen", "Agencies")
ROWS = [
    (f"C-{number:05}", ("CP", "CIN", "Early help")[number % 3], f"{number % 28 + 1:02}/05/2025", str(number % 4 + 1))
    for number in range(300)
]
DRAW = ("--size", "8", "--seed", "blue heron", "--reference", "Case ref", "--strata", "Threshold", "--minimum", "1")


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def drawn(*arguments: str | Path) -> dict[str, Any]:
    result = run("draw", *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def cohort(tmp_path: Path) -> Path:
    return written(tmp_path / "cohort.csv", [HEADINGS, *ROWS])


def written(path: Path, rows: Sequence[tuple[str, ...]], encoding: str = "utf-8", separator: str = ",") -> Path:
    path.write_text("\n".join(separator.join(row) for row in rows), encoding=encoding)
    return path


def test_the_draw_prints_drawn_reserves_excluded_and_the_fingerprint(cohort: Path) -> None:
    found = drawn(cohort, *DRAW)
    assert len(found["drawn"]) == 8
    assert sorted(found["drawn"] + found["reserves"]) == sorted(row[0] for row in ROWS)
    assert (found["excluded"], len(found["cohort_sha256"])) == ([], 64)
    assert found["allocation"]["CP"]["population"] == 100


def test_the_same_list_in_another_order_format_and_encoding_gives_the_same_sample(cohort: Path, tmp_path: Path) -> None:
    expected = drawn(cohort, *DRAW)
    shuffled = random.Random(3).sample(ROWS, len(ROWS))
    messy = written(tmp_path / "messy.csv", [("Open cases",), (), HEADINGS, *shuffled], "utf-16", ";")
    book = tmp_path / "book.xlsx"
    book.write_bytes(to_xlsx(HEADINGS, shuffled))
    for other in (messy, book):
        found = drawn(other, *DRAW)
        assert [found[key] for key in ("drawn", "reserves", "cohort_sha256")] == [
            expected[key] for key in ("drawn", "reserves", "cohort_sha256")
        ]


def test_what_is_not_eligible_is_left_out_with_row_and_reason(cohort: Path) -> None:
    rules = ("--last-intervention", "Last seen", "--period-start", "10/05/2025", "--period-end", "2026-03-31")
    found = drawn(cohort, *DRAW, *rules, "--agencies", "Agencies", "--at-least-agencies", "2")
    assert found["excluded"][0] == {
        "reference": "C-00000",
        "row": 2,
        "reason": "The last intervention was before 10 May 2025, when the audited period starts",
    }
    assert {"C-00000"}.isdisjoint(found["drawn"] + found["reserves"])


def test_quotas_are_met(cohort: Path) -> None:
    wanted = ("--quota", "CP=5", "--quota", "Early help=3")
    found = drawn(cohort, "--size", "8", "--seed", "s", "--reference", "Case ref", "--strata", "Threshold", *wanted)
    assert {group: share["drawn"] for group, share in found["allocation"].items()} == {
        "CIN": 0,
        "CP": 5,
        "Early help": 3,
    }


def test_a_certificate_is_proven_by_the_same_list_in_any_order_and_by_no_other(cohort: Path, tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.json"
    drawn(cohort, *DRAW, "--certificate", certificate, "--audit", "MAAP26-1")
    backwards = written(tmp_path / "backwards.csv", [HEADINGS, *reversed(ROWS)])
    proven = run("verify", certificate, backwards)
    assert (proven.exit_code, proven.stdout.strip()) == (
        0,
        "Proven: the draw from backwards.csv gives the same 8 cases.",
    )
    fewer = written(tmp_path / "fewer.csv", [HEADINGS, *ROWS[:-1]])
    refused = run("verify", certificate, fewer, "--json")
    assert refused.exit_code == 1
    assert not json.loads(refused.stdout)["ok"]
    assert json.loads(refused.stdout)["problems"][0].startswith("The list is not the one")


def test_a_certificate_that_was_changed_is_told(cohort: Path, tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.json"
    found = drawn(cohort, *DRAW, "--certificate", certificate)
    certificate.write_text(certificate.read_text(encoding="utf-8").replace(found["drawn"][0], found["reserves"][-1]))
    result = run("verify", certificate, cohort)
    assert result.exit_code == 1
    assert f"Pick 1: the draw gives “{found['drawn'][0]}”" in result.stdout


def test_columns_that_identify_people_are_refused_when_used_and_named_when_not(tmp_path: Path) -> None:
    rows = [("Ref", "Who"), ("C-1", "Aisha Khan"), ("C-2", "Tom Hill")]
    path = written(tmp_path / "people.csv", rows)
    result = run("draw", path, "--size", "1", "--seed", "s", "--reference", "Who")
    assert result.exit_code == 1
    assert "people.csv: The column “Who” seems to hold names of people" in result.stderr
    assert "Aisha" not in result.output
    found = drawn(path, "--size", "1", "--seed", "s", "--reference", "Ref")
    assert found["warnings"][0].startswith("The column “Who” seems to hold names of people")


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--size", "999", "--seed", "s", "--reference", "Case ref"), 1, "only 300 cases may be drawn"),
        (("--size", "2", "--seed", "s", "--reference", "Nothing"), 1, "cohort.csv: There is no column “Nothing”"),
        (("--size", "0", "--seed", "s", "--reference", "Case ref"), 2, "--size"),
        (("--seed", "s", "--reference", "Case ref"), 2, "--size"),
        (("--size", "2", "--seed", "s", "--reference", "Case ref", "--quota", "CP"), 2, "CP=4"),
        (("--size", "2", "--seed", "s", "--reference", "Case ref", "--period-start", "soon"), 2, "not a date"),
    ],
)
def test_refusals_end_with_1_and_wrong_usage_with_2(
    cohort: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    result = run("draw", cohort, *arguments)
    assert result.exit_code == code
    assert sentence in " ".join(result.stderr.replace("│", " ").split())


def test_a_file_that_is_missing_or_no_certificate_is_refused_in_words(cohort: Path, tmp_path: Path) -> None:
    missing = run("verify", tmp_path / "none.json", cohort)
    assert (missing.exit_code, "cannot be opened" in missing.stderr) == (1, True)
    wrong = run("verify", cohort, cohort)
    assert (wrong.exit_code, "cohort.csv: This is not a sample certificate" in wrong.stderr) == (1, True)
