"""What people were told against what is there, short: while processes are killed and the database is held."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT


def _run(*how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.long.histories", "--deeds", "60", *how]
    return subprocess.run(command, cwd=Path(ROOT), capture_output=True, text=True, check=False, timeout=240)


@pytest.mark.parametrize("how", [(), ("--postgresql",)], ids=["sqlite", "postgresql"])
def test_what_people_were_told_is_there(how: tuple[str, ...]) -> None:
    ran = _run(*how)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_deed_that_is_told_too_soon_and_one_that_forgets_what_was_seen_are_found() -> None:
    """The controls."""
    ran = _run("--control")
    assert ran.returncode == 0, ran.stdout + ran.stderr
