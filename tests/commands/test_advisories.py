"""The command that compares the pins with a local copy of the advisories: it finds a planted one, and no other."""

import json
import re
from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from maap.__main__ import app
from maap.commands.parts import pins
from maap.domain.mending import DAYS, Fault
from maap.settings import ROOT
from tests.outside.test_advisories import advisory, written


def ran(*words: object) -> tuple[int, str]:
    """Exit code and what was said."""
    done = CliRunner().invoke(app, ["advisories", *map(str, words)])
    return done.exit_code, done.output


def planted(name: str) -> dict[str, object]:
    """An advisory against every version of a part."""
    span = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}]}
    return advisory(affected=[{"package": {"ecosystem": "PyPI", "name": name}, "ranges": [span]}])


def test_a_fault_of_a_pinned_part_is_found_and_the_command_fails(tmp_path: Path) -> None:
    version = {name: version for name, version, _ in pins(ROOT / "requirements.txt")}["streamlit"]
    code, told = ran(written(tmp_path, planted("streamlit")))
    assert code == 1 and f"streamlit {version}: PYSEC-2026-1 (high)" in told
    assert "mend by 17 March 2026" in told and "1 past the time for mending" in told


def test_nothing_is_found_where_nothing_is_known(tmp_path: Path) -> None:
    code, told = ran(written(tmp_path, advisory()))
    assert code == 0 and told.endswith("1 advisories: nothing known.\n")


def test_what_only_the_tests_need_can_be_left_out(tmp_path: Path) -> None:
    place = written(tmp_path, planted("pytest"))
    assert (ran(place)[0], ran(place, "--installed-only")[0]) == (1, 0)


def test_a_program_can_read_what_was_found(tmp_path: Path) -> None:
    told = json.loads(ran(written(tmp_path, planted("streamlit")), "--json")[1])
    assert told["faults"][0]["mend_by"] == "2026-03-17" and told["advisories"] == 1


def test_the_times_for_mending_are_those_that_are_promised() -> None:
    written_down = re.findall(r"^\| (\w+) \| .* \| (\d+) days \|$", (ROOT / "SECURITY.md").read_text(), re.MULTILINE)
    assert {grade.lower(): int(days) for grade, days in written_down} == DAYS


def test_a_fault_is_late_when_its_days_are_over() -> None:
    fault = Fault("sandcastle", "1.3", "PYSEC-2026-1", "", "critical", date(2026, 3, 3), ())
    assert [fault.is_late(date(2026, 3, day)) for day in (6, 7)] == [False, True]
    assert Fault("sandcastle", "1.3", "PYSEC-2026-1", "", "low", None, ()).is_late(date(2026, 3, 3))
