"""What is installed elsewhere: the same commit gives the same bytes, and nothing but the house is in them."""

import hashlib
import io
import re
import subprocess
import tarfile
from pathlib import Path

import pytest

from tests.house.source import ROOT


def released() -> list[str]:
    """What the Makefile packs."""
    named = re.search(r"^RELEASED := (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert named
    return named[1].split()


def packed() -> bytes:
    """The archive of the newest commit, as `make release` makes it."""
    there = [name for name in released() if _is_committed(name)]
    done = subprocess.run(
        ["git", "archive", "--format=tar", "--prefix=maap/", "HEAD", *there], cwd=ROOT, capture_output=True, check=True
    )
    return done.stdout


def _is_committed(name: str) -> bool:
    return bool(subprocess.run(["git", "ls-tree", "HEAD", name], cwd=ROOT, capture_output=True, check=True).stdout)


pytestmark = pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only where the history is")


def test_the_same_commit_gives_the_same_bytes() -> None:
    assert len({hashlib.sha256(packed()).hexdigest() for _ in range(2)}) == 1


def test_no_test_no_key_and_no_data_is_in_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(packed())) as archive:
        names = [one.name for one in archive.getmembers() if one.isfile()]
        held = b"".join(
            file.read() for one in archive.getmembers() if one.isfile() and (file := archive.extractfile(one))
        )
    assert {name.split("/")[1] for name in names} <= set(released())
    assert not [name for name in names if Path(name).suffix in {".db", ".pem", ".key", ".log"} or "/var/" in name]
    assert b"PRIVATE KEY-----" not in held


def test_everything_that_is_packed_is_there() -> None:
    assert [name for name in released() if not (ROOT / name).exists()] == []
