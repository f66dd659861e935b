"""Uploads are shown to a virus scanner where one is set up: a small process that speaks clamd's words stands for it."""

import os
import re
import socketserver
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from maap.outside.virus_scan import Infected, NotScanned, fault, harmless
from maap.settings import settings
from tests.house.source import ROOT

HARMFUL = b"a made-up harmful file"


class Scanner(socketserver.BaseRequestHandler):
    """Reads a file in pieces, as clamd does, and says what it thinks of it."""

    def handle(self) -> None:
        heard, file = self.request.makefile("rb"), b""
        if heard.read(10) != b"zINSTREAM\0":
            return
        while size := struct.unpack(">I", heard.read(4))[0]:
            file += heard.read(size)
        said = b"stream: OK"
        if HARMFUL in file:
            said = b"stream: Made-Up FOUND"
        if b"too much" in file:
            said = b"INSTREAM size limit exceeded. ERROR"
        if b"hang up" not in file:
            self.request.sendall(said + b"\0")


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A scanner on loopback, set up in this house."""
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Scanner) as server:
        running = threading.Thread(target=server.serve_forever)
        running.start()
        monkeypatch.setenv("MAAP_CLAMD", f"127.0.0.1:{server.server_address[1]}")
        settings.cache_clear()
        yield
        server.shutdown()
        running.join()
    settings.cache_clear()


def test_a_clean_file_of_any_size_passes_as_it_is(scanner: None) -> None:
    for data in (b"", b"plain words", b"x" * 5_000_000):
        assert harmless(data) == data
    assert fault() == ""


def test_a_harmful_file_is_refused_in_a_sentence_that_does_not_name_what_was_found(scanner: None) -> None:
    with pytest.raises(Infected, match="virus scanner refused") as refused:
        harmless(b"x" * 100_000 + HARMFUL)
    assert "Made-Up" not in str(refused.value)


@pytest.mark.parametrize("data", [b"too much for it", b"hang up on us"])
def test_a_scanner_that_does_not_say_ok_lets_nothing_through(scanner: None, data: bytes) -> None:
    with pytest.raises(NotScanned, match="did not answer"):
        harmless(data)


@pytest.mark.parametrize("where", ["127.0.0.1:9", "/nowhere/clamd.ctl"])
def test_a_scanner_that_is_away_lets_nothing_through(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    monkeypatch.setenv("MAAP_CLAMD", where)
    settings.cache_clear()
    with pytest.raises(NotScanned):
        harmless(b"plain words")
    assert where in fault()
    settings.cache_clear()


def test_without_one_nothing_is_asked() -> None:
    settings.cache_clear()
    assert harmless(HARMFUL) == HARMFUL and fault() == ""


def test_the_doctor_says_that_it_is_away(tmp_path: Path) -> None:
    house = {"MAAP_FOLDER": str(tmp_path), "MAAP_KEY_FILE": str(tmp_path / "key"), "MAAP_CLAMD": "/nowhere/clamd.ctl"}
    ran = subprocess.run(
        [sys.executable, "-m", "maap", "doctor"], cwd=ROOT, env=os.environ | house, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr.strip()) == (
        1,
        "the virus scanner: There is no clamd that answers at /nowhere/clamd.ctl. Until there is, every upload is refused.",
    )


def test_every_upload_on_a_page_is_shown_to_it() -> None:
    for module in [*(ROOT / "maap" / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]:
        text = module.read_text()
        boxes = len(re.findall(r"(?<!def )(?:file_uploader|file_box)\(", text))
        if module.name == "boxes.py":
            assert boxes == 1
        else:
            assert "file_uploader(" not in text and len(re.findall(r"harmless\(", text)) >= boxes, module.name
