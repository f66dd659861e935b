"""A process that begins with few handles asks for as many as it may have."""

import subprocess
import sys

ASKED = "import resource; from maap.outside.handles import allow_many; print(allow_many(), resource.getrlimit(resource.RLIMIT_NOFILE)[0])"


def _with(limits: str) -> list[int]:
    command = ["sh", "-c", f'{limits}; exec {sys.executable} -c "{ASKED}"']
    return [int(word) for word in subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()]


def test_it_may_have_as_many_as_the_system_allows() -> None:
    assert _with("ulimit -S -n 256; ulimit -H -n 4000") == [4000, 4000]


def test_it_never_takes_any_away() -> None:
    assert _with("ulimit -S -n 300; ulimit -H -n 300") == [300, 300]
