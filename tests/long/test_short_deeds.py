"""What a deed stores and the lines that it leaves are counted: a few use cases, and one that leaves none."""

import subprocess
import sys
from pathlib import Path

from sqlmodel import Session

from tests.house.source import ROOT
from tests.long.every_deed import Watch, a_careless_deed


def test_the_deeds_of_the_library_leave_a_line_each() -> None:
    command = [sys.executable, "-m", "tests.long.every_deed", "tests/usecases/test_stages.py"]
    ran = subprocess.run(command, cwd=Path(ROOT), capture_output=True, text=True, check=False, timeout=280)
    assert ran.returncode == 0 and "Without a line: none" in ran.stdout, ran.stdout + ran.stderr


def test_a_deed_that_leaves_no_line_is_found(session: Session) -> None:
    """The control."""
    watch = Watch()
    watch.watched("planted", a_careless_deed)(session=session, actor=None)
    assert watch.without_a_line() == ["planted"]
