"""Numbers that are not one's own, fewer of them than `python -m tests.long.guessed_ids` tries, and the control."""

import subprocess
import sys

import pytest

from tests.e2e.conftest import ROOT


@pytest.mark.parametrize("control", [(), ("--control",)], ids=["a stranger", "the control"])
def test_no_number_leads_to_what_is_another_agencys(control: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "tests.long.guessed_ids", "--ids", "60", *control]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=200, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
