"""A process of the house that crashes leaves nothing of its memory on a disk."""

import subprocess
import sys
from pathlib import Path

CANARY = "canary in memory"
CRASH = f"import os; kept = {CANARY!r} * 1000; {{refuse}}os.abort()"


def _crashed(place: Path, refuse: str) -> list[str]:
    """What a crash leaves in the folder where it happened, on a system that would write it there."""
    command = ["sh", "-c", f'ulimit -S -c unlimited; exec {sys.executable} -c "{CRASH.format(refuse=refuse)}"']
    environment = {"PYTHONPATH": str(Path(__file__).parents[2])}
    ran = subprocess.run(command, cwd=place, env=environment, capture_output=True, check=False)
    assert ran.returncode == -6, ran.stderr
    return [path.name for path in place.iterdir()]


def test_a_crash_writes_no_memory_to_a_disk(tmp_path: Path) -> None:
    assert _crashed(tmp_path, "from maap.outside import memory_dumps; memory_dumps.refuse(); ") == []


def test_without_it_memory_is_written_where_the_system_is_set_so(tmp_path: Path) -> None:
    """The control, on a machine that is set so."""
    pattern = Path("/proc/sys/kernel/core_pattern")
    if pattern.exists() and pattern.read_text().strip().startswith("core"):
        assert _crashed(tmp_path, "") != []
