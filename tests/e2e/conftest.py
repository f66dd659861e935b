"""A real server on loopback and a real Chromium, as people meet them."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = os.environ.get("MAAP_TEST_CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    # Chromium asks its maker about forms, its own parts and dictionaries, unasked: here of a port that it never opens.
    "--autofill-server-url=http://127.0.0.1:9/",
    "--component-updater=url-source=http://127.0.0.1:9/",
    "--host-resolver-rules=MAP redirector.gvt1.com ~NOTFOUND",
]
if NET_LOGS := os.environ.get("MAAP_TEST_NET_LOGS"):
    FLAGS.append(f"--log-net-log={NET_LOGS}/{os.getpid()}.net.json")


ASKED: set[SplitResult] = set()
"""Every address that a browser asked for in this test."""
INSIDE = ("data", "blob", "about")
STRANGERS: set[str] = set()
"""Servers of a test that are not the house: what their pages ask for is their own affair."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser on a busy machine may stumble once. What stumbled is named at the end; twice is a failure."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def free_port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def waited_for(there: Callable[[], bool], seconds: float = 30) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def answers(address: str) -> bool:
    """Whether somebody serves there."""
    try:
        with urllib.request.urlopen(address, timeout=2) as reply:  # noqa: S310  (loopback)
            return bool(reply.status == 200)
    except OSError:
        return False


class Server:
    """The application as the README starts it. It can be stopped and started again on the same address."""

    def __init__(self, folder: Path, command: str = "serve", **chosen: str) -> None:
        self.folder, self.command, self.port = folder, command, free_port()
        self.address, self.log = f"http://localhost:{self.port}", folder / "console.log"
        self.environment = os.environ | {
            "MAAP_FOLDER": str(folder / "var"),
            "MAAP_KEY_FILE": str(folder / "keys" / "key"),
            "MAAP_PORT": str(self.port),
            "PYTHONUNBUFFERED": "1",
            **{f"MAAP_{name.upper()}": value for name, value in chosen.items()},
        }
        self.module = "maap"
        self.process: subprocess.Popen[bytes] | None = None

    def filled(self, scene: str, *words: str) -> "Server":
        """Its database with what a scene of these tests puts there, by a process of its own as everything else."""
        command = [sys.executable, "-m", f"tests.e2e.{scene}_scene", *words]
        subprocess.run(command, cwd=ROOT, env=self.environment, check=True, timeout=180)
        return self

    def start(self, patience: float = 60) -> "Server":
        """Serve, and come back when it answers."""
        with self.log.open("a") as console:
            arguments = [sys.executable, "-m", self.module, self.command]
            self.process = subprocess.Popen(
                arguments, cwd=ROOT, env=self.environment, stdout=console, stderr=subprocess.STDOUT
            )
        deadline = time.monotonic() + patience
        while not answers(f"{self.address}/health"):
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.2)
        return self

    def stop(self) -> None:
        """As a restart of the service does."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    @property
    def code(self) -> str:
        """The set-up code that its console printed."""
        found = re.search(r"Set-up code: (\S+)", self.log.read_text())
        assert found, self.log.read_text()
        return found.group(1)


def serving(server: Server) -> Iterator[Server]:
    """Serve for as long as a fixture lasts."""
    try:
        yield server.start()
    finally:
        server.stop()


def _noted(request: Request) -> None:
    """What a page of the house asks for, and wherever somebody goes."""
    if request.is_navigation_request() or urlsplit(request.frame.url).netloc not in STRANGERS:
        ASKED.add(urlsplit(request.url))


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One Chromium; every person gets a context of their own. It is gone after these tests: it holds an event loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        fresh = browser.new_context

        def watched(**look: Any) -> BrowserContext:
            context = fresh(**look)
            context.on("request", _noted)
            return context

        browser.new_context = watched  # type: ignore[method-assign,assignment]
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def nobody_asks_elsewhere(chromium: Browser) -> Iterator[None]:
    """After each test everybody leaves, and no browser has asked any other machine for anything."""
    ASKED.clear()
    yield
    for context in list(chromium.contexts):
        context.close()
    assert elsewhere() == set()


def elsewhere() -> set[str]:
    """Hosts beside this machine that a browser asked."""
    return {one.netloc for one in ASKED if one.scheme not in INSIDE} - {
        one.netloc for one in ASKED if one.hostname in ("localhost", "127.0.0.1")
    }


@pytest.fixture
def empty_house(tmp_path: Path) -> Iterator[Server]:
    """A server with nothing in it yet."""
    yield from serving(Server(tmp_path))


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The demonstration, as `make demo` serves it."""
    yield from serving(Server(tmp_path_factory.mktemp("demonstration"), "demo"))


@pytest.fixture
def fieldwork(tmp_path: Path) -> Iterator[Server]:
    """A server with one audit in fieldwork: three cases, four agencies, two auditors of the police."""
    yield from serving(Server(tmp_path, encrypted="false").filled("fieldwork"))


PASSWORD = "tram lantern harvest"


def signed_in(
    chromium: Browser, server: Server, email: str, width: int = 1280, height: int = 900, light: str = "light"
) -> Page:
    """Somebody's own browser, signed in, on a light or a dark machine."""
    context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=light)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{server.address}/sign-in")
    page.fill("#email", email)
    page.fill("#password", PASSWORD)
    page.click("form:has(#email) button")
    drawn(page)
    return page


def arrive(page: Page, address: str) -> None:
    """Open an address and wait until Streamlit has drawn it."""
    page.goto(address)
    drawn(page)


def drawn(page: Page) -> None:
    """Wait until Streamlit is neither connecting nor running."""
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=30_000)
    page.wait_for_selector("[data-testid=stAppViewContainer] h1", timeout=30_000)
    page.wait_for_selector("[data-testid=stMain] [data-testid=stSkeleton]", state="detached", timeout=30_000)
