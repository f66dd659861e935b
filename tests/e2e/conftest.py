"""A real server on loopback and a real Chromium, as people meet them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("MAAP_TEST_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@dataclass
class House:
    """A server that is running."""

    address: str
    folder: Path
    log: Path

    @property
    def code(self) -> str:
        """The set-up code that its console printed."""
        found = re.search(r"Set-up code: (\S+)", self.log.read_text())
        assert found, self.log.read_text()
        return found.group(1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/health", timeout=2) as reply:  # noqa: S310  (loopback)
            return bool(reply.status == 200)
    except OSError:
        return False


def serving(folder: Path, command: str = "serve", **chosen: str) -> Iterator[House]:
    """The application, started as the README says, on an empty database of its own."""
    port, log = _free_port(), folder / "console.log"
    environment = os.environ | {
        "MAAP_FOLDER": str(folder / "var"),
        "MAAP_KEY_FILE": str(folder / "keys" / "key"),
        "MAAP_PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        **{f"MAAP_{name.upper()}": value for name, value in chosen.items()},
    }
    with log.open("w") as console:
        arguments = [sys.executable, "-m", "maap", command]
        server = subprocess.Popen(arguments, cwd=ROOT, env=environment, stdout=console, stderr=subprocess.STDOUT)
        house = House(f"http://localhost:{port}", folder, log)
        try:
            deadline = time.monotonic() + 60
            while not _answers(house.address):
                assert server.poll() is None and time.monotonic() < deadline, log.read_text()
                time.sleep(0.2)
            yield house
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium; every person gets a context of their own."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[House]:
    """A server with nothing in it yet."""
    yield from serving(tmp_path)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The demonstration, as `make demo` serves it."""
    yield from serving(tmp_path_factory.mktemp("demonstration"), "demo")


def arrive(page: Page, address: str) -> None:
    """Open an address and wait until Streamlit has drawn it."""
    page.goto(address)
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until Streamlit is neither connecting nor running."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    page.wait_for_selector("[data-testid=stAppViewContainer] h1", timeout=30_000)
