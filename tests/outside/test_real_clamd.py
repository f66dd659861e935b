"""Uploads shown to a real clamd, with a signature of our own for the harmless text by which all scanners are tried.

Left out where none is installed (Debian: clamav-daemon). Nothing is fetched: no other signature is needed.
"""

import io
import shutil
import signal
import socket
import subprocess
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from maap.domain.uploads import MOST_MEGABYTES
from maap.outside.virus_scan import Infected, NotScanned, harmless
from maap.settings import settings

PROGRAM = shutil.which("clamd") or "/usr/sbin/clamd"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""In two pieces, so that no scanner takes this file for one."""


@dataclass(frozen=True)
class Clamd:
    """One that runs: its process, and both ways to ask it."""

    process: subprocess.Popen[bytes]
    path: str
    port: str


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Clamd]]:
    """Starts clamd with the one signature, and stops it afterwards."""
    if not Path(PROGRAM).exists():
        pytest.skip("clamd is not installed here")
    running: list[subprocess.Popen[bytes]] = []

    def start(*more: str) -> Clamd:
        folder = tmp_path_factory.mktemp("clamd")
        (folder / "house.ndb").write_text(f"House.Test:0:*:{EICAR.hex()}\n")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        told = (
            *("Foreground yes", f"DatabaseDirectory {folder}", f"LocalSocket {folder}/ctl"),
            *(f"TCPSocket {port}", "TCPAddr 127.0.0.1", f"LogFile {folder}/log", "StreamMaxLength 6M", *more),
        )
        (folder / "clamd.conf").write_text("\n".join(told) + "\n")
        running.append(subprocess.Popen([PROGRAM, "-c", folder / "clamd.conf"], stdout=subprocess.DEVNULL))
        for _ in range(600):
            with socket.socket() as tried:
                if (folder / "ctl").exists() and tried.connect_ex(("127.0.0.1", port)) == 0:
                    return Clamd(running[-1], str(folder / "ctl"), f"127.0.0.1:{port}")
            time.sleep(0.1)
        raise AssertionError((folder / "log").read_text())

    yield start
    for one in running:
        one.send_signal(signal.SIGCONT)
        one.terminate()
        one.wait(30)


@pytest.fixture(scope="module")
def clamd(started: Callable[..., Clamd]) -> Clamd:
    return started()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets a house up to ask there."""

    def at(where: str) -> None:
        monkeypatch.setenv("MAAP_CLAMD", where)
        settings.cache_clear()

    yield at
    settings.cache_clear()


def workbook(*cells: str) -> bytes:
    """A workbook with these words in it, packed as Excel packs it."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(list(cells))
    book.save(out)
    return out.getvalue()


def nested(data: bytes, depth: int) -> bytes:
    """The file in an archive in an archive …"""
    for level in range(depth):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(f"{level}.zip", data)
        data = out.getvalue()
    return data


@pytest.mark.parametrize("way", ["path", "port"])
def test_clean_files_of_any_size_that_a_box_takes_pass(clamd: Clamd, asked: Callable[[str], None], way: str) -> None:
    asked(getattr(clamd, way))
    for data in (b"", b"plain words", workbook("plain", "words"), b"x" * (MOST_MEGABYTES << 20)):
        assert harmless(data) == data


@pytest.mark.parametrize("way", ["path", "port"])
@pytest.mark.parametrize(
    "data", [EICAR, b"x" * 4_000_000 + EICAR, workbook("fine", EICAR.decode())], ids=["bare", "late", "in a workbook"]
)
def test_the_harmful_text_is_found(clamd: Clamd, asked: Callable[[str], None], way: str, data: bytes) -> None:
    asked(getattr(clamd, way))
    with pytest.raises(Infected, match="virus scanner refused") as refused:
        harmless(data)
    assert "House.Test" not in str(refused.value)


@pytest.mark.parametrize("way", ["path", "port"])
def test_what_is_too_much_for_it_is_not_taken(clamd: Clamd, asked: Callable[[str], None], way: str) -> None:
    asked(getattr(clamd, way))
    with pytest.raises(NotScanned):
        harmless(b"x" * 7_000_000)
    assert harmless(b"and goes on afterwards")


def test_what_it_gives_up_looking_into_is_refused_when_it_is_told_so(
    clamd: Clamd, started: Callable[..., Clamd], asked: Callable[[str], None]
) -> None:
    """What the administrator's guide asks for: by itself clamd says OK of what lies deeper than it looks."""
    deep = nested(EICAR, 20)
    asked(clamd.path)
    assert harmless(deep) == deep
    asked(started("AlertExceedsMax yes").path)
    with pytest.raises(Infected):
        harmless(deep)
    assert harmless(nested(b"words", 3))


def test_one_that_goes_away_or_says_nothing_lets_nothing_through(
    started: Callable[..., Clamd], asked: Callable[[str], None]
) -> None:
    one = started()
    one.process.send_signal(signal.SIGSTOP)
    for where in (one.path, one.port):
        asked(where)
        begun = time.monotonic()
        with pytest.raises(NotScanned, match="did not answer"):
            harmless(b"plain words", patience=1)
        assert 0.9 < time.monotonic() - begun < 5
    one.process.send_signal(signal.SIGCONT)
    assert harmless(b"plain words")
    one.process.kill()
    one.process.wait(10)
    for where in (one.path, one.port):
        asked(where)
        with pytest.raises(NotScanned, match="did not answer"):
            harmless(b"plain words")
