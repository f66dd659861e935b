"""A bad line while a return is answered, short: a save that is cut before the page hears of it, and a page that stores a repeat."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

pytestmark = pytest.mark.browser


def _run(*how: str) -> int:
    command = [sys.executable, "-m", "tests.long.slow_line", "--late", "0.5", "--silence", "5", *how]
    return subprocess.run(command, cwd=Path(ROOT), capture_output=True, check=False, timeout=240).returncode


def test_what_is_given_while_the_line_is_cut_in_a_save_is_kept_and_saved_once() -> None:
    assert _run("--only", "unheard") == 0


def test_a_page_that_stores_a_repeat_is_found() -> None:
    assert _run("--only", "late", "--patience", "20", "--control", "twice") == 0
