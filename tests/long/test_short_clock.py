"""A served house under a clock that is moved: a short run. Where libfaketime is not installed, there is nothing to run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT
from tests.long.false_clock import LIBRARIES

pytestmark = pytest.mark.skipif(not LIBRARIES, reason="needs Debian's faketime: sudo apt-get install faketime")
FEW = ("a session, spring", "an hour back", "a link, 2038", "times are London's")


def _run(*how: str) -> int:
    command = [sys.executable, "-m", "tests.long.false_clock", *how]
    return subprocess.run(command, cwd=Path(ROOT), capture_output=True, check=False, timeout=180).returncode


def test_sessions_links_and_times_hold_whatever_the_clock_does() -> None:
    assert _run(*(word for name in FEW for word in ("--only", name))) == 0


def test_a_house_that_the_clock_does_not_reach_is_found() -> None:
    assert _run("--control", "--only", "an hour back", "--only", "times are London's") == 0
