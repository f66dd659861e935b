"""The database goes away while somebody answers, short: its lines are cut in a save; and a page that stores a repeat."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.browser


def _run(*how: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.long.database_away", *how]
    return subprocess.run(command, cwd=Path(ROOT), capture_output=True, text=True, check=False, timeout=280)


def test_what_was_typed_while_the_database_was_away_is_kept_and_saved_once() -> None:
    ran = _run("--only", "stopped_10", "--within", "30")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_a_page_that_stores_a_repeat_is_found() -> None:
    """The control."""
    ran = _run("--only", "restarted", "--patience", "30", "--control", "twice")
    assert ran.returncode == 0, ran.stdout + ran.stderr
