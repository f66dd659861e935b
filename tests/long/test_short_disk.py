"""A small real disk fills up while answers are saved: a short run. Where nobody may mount one, there is nothing to run."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT


@pytest.fixture(scope="module", autouse=True)
def _may_mount(tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("disk")
    tried = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "maap", place], capture_output=True, check=False)
    if tried.returncode:
        pytest.skip("this user may not mount a disk")
    subprocess.run(["umount", place], check=True)


def _run(*how: str) -> int:
    command = [sys.executable, "-m", "tests.long.full_disk", "--sizes", "1", *how]
    return subprocess.run(command, cwd=Path(ROOT), capture_output=True, check=False, timeout=120).returncode


def test_what_was_acknowledged_is_there_and_saving_goes_on_once_there_is_room() -> None:
    assert _run() == 0


def test_the_same_holds_where_only_the_log_may_not_grow() -> None:
    assert _run("--log-only") == 0
    assert _run("--log-only", "--control") == 0


def test_a_refusal_that_is_taken_for_a_saved_answer_is_found() -> None:
    assert _run("--control") == 0
