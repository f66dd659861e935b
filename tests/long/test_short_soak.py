"""The long soak, short: some people for some seconds, a server that is killed once, and a server with planted faults."""

import subprocess
import sys
from pathlib import Path

from tests.house.source import ROOT

FEW = 128
"""Handles that the shell gives: fewer than the server could need."""


def _run(*how: str) -> subprocess.CompletedProcess[str]:
    soak = f"{sys.executable} -m tests.long.soak --people 6 --pause 0.4 --page 20 --save 20 --minutes 2"
    command = ["sh", "-c", f"ulimit -S -n {FEW}; exec {soak} {' '.join(how)}"]
    return subprocess.run(command, cwd=Path(ROOT), capture_output=True, text=True, check=False, timeout=180)


def test_people_work_while_the_server_is_killed_and_nothing_is_lost_doubled_or_leaked() -> None:
    """Also with few handles to begin with: the server asks for more."""
    ran = _run("--faults-every", "0.06", "--most-faults", "1", "--saves", "12")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "killed" in ran.stdout


def test_a_server_that_leaks_forgets_and_doubles_is_found() -> None:
    """The control."""
    ran = _run("--faults-every", "0", "--saves", "40", "--control")
    assert ran.returncode == 0, ran.stdout + ran.stderr
