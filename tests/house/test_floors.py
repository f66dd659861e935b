"""Imports go down, and the linter that says so finds what goes up."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.source import ROOT

LINT = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]


def _linted(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(LINT, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def test_imports_go_down() -> None:
    said = _linted(ROOT)
    assert said.returncode == 0, said.stdout


@pytest.mark.parametrize(
    "module, line, contract",
    [
        ("maap/domain/problems.py", "from maap.storage import tables", "Imports go down"),
        ("maap/storage/pulse.py", "from maap.usecases import people", "Imports go down"),
        ("maap/views/heads.py", "from maap.usecases import people", "Imports go down"),
        ("maap/ui/words.py", "from maap.storage.tables import Audit", "Pages never reach into storage's tables"),
        ("maap/domain/problems.py", "import sqlalchemy", "The domain knows no framework"),
    ],
)
def test_an_import_that_goes_up_would_be_found(tmp_path: Path, module: str, line: str, contract: str) -> None:
    ignored = shutil.ignore_patterns("__pycache__", "*.css", "*.html")
    shutil.copytree(ROOT / "maap", tmp_path / "maap", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / module).open("a") as file:
        file.write(f"\n{line}\n")
    said = _linted(tmp_path)
    assert said.returncode == 1
    assert any(contract in told and told.endswith("BROKEN") for told in said.stdout.splitlines()), said.stdout
