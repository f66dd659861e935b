"""What is looked at while a dashboard and a wallboard stay open: figures, calm, what they say, and what memory they take."""

import os
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, expect

from tests.e2e.conftest import ROOT, Server, arrive, signed_in
from tests.e2e.lights import charts_drawn, complaints

Figures = tuple[int, int, int]
"""Returns in, grades in the better half, all grades."""
EYES = (Path(__file__).parent / "calm_eyes.js").read_text().split("\n", 1)[1].strip().rstrip(";")
_AHEAD = 0.5
"""Seconds by which a page may be before the agencies' own line about what they did."""
_NUMBER = re.compile(r"([\d,]+) of ([\d,]+)")
_DASHBOARD = "[...document.querySelectorAll('[data-testid=stMetric]')].map(one => one.innerText).join(' ~ ')"
_WALL = "document.querySelector('#as-at').textContent + ' ~ ' + document.querySelector('.slide .said').textContent"
_UNCALM = {
    "missing": "a chart or a slide missing",
    "blank": "a blank chart",
    "skeletons": "a placeholder",
    "faded": "a faded part",
    "scrolled": "another place to which it was scrolled",
    "closed": "an open table closed",
    "focus": "the keyboard elsewhere",
}
GOOD_SHIFT = 0.1
"""The sum of shifts within five seconds that the browsers' makers call good, at most."""


class Truth:
    """What the database says at each moment, as the process of the agencies tells."""

    def __init__(self, server: Server, pause: float) -> None:
        command = [sys.executable, "-m", "tests.long.calm_agencies", str(pause)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=server.environment, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        self.told: list[tuple[float, Figures]] = []
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()

    def _listen(self) -> None:
        for line in self.process.stdout or ():
            when, *figures = line.split()
            handed_in, better, graded = map(int, figures)
            self.told.append((float(when), (handed_in, better, graded)))

    def stop(self) -> None:
        """The agencies go home."""
        self.process.terminate()
        self.process.wait(20)
        self.thread.join()
        if self.process.stdout:
            self.process.stdout.close()

    def late(self, at: float, shown: Figures) -> float | None:
        """How many seconds ago these figures ceased to be true. None: they never were."""
        ends = [*(when for when, _ in self.told[1:]), float("inf")]
        spans = [
            (began - _AHEAD, end)
            for (began, figures), end in zip(self.told, ends, strict=True)
            if figures == shown and began - _AHEAD <= at
        ]
        return max(0.0, at - spans[-1][1]) if spans else None


@dataclass
class Open:
    """A page that stays open, and what was seen on it. ``within``: seconds within which it shows what is so."""

    name: str
    page: Page
    within: float
    errors: list[str]
    shown: list[tuple[float, Figures | None]] = field(default_factory=list)
    heap: list[float] = field(default_factory=list)
    nodes: list[float] = field(default_factory=list)
    eyes: dict[str, Any] = field(default_factory=dict)
    line: CDPSession | None = None

    def look(self) -> None:
        """Read its figures."""
        at = time.monotonic()
        words = self.page.evaluate(_WALL if self.name == "wall" else _DASHBOARD)
        found = _NUMBER.findall(str(words))
        numbers = [int(n.replace(",", "")) for pair in found[:2] for n in pair]
        self.shown.append((at, (numbers[0], numbers[2], numbers[3]) if len(numbers) == 4 else None))

    def weigh(self) -> None:
        """How much its scripts hold once what is not needed is thrown away, in megabytes; and its nodes."""
        if self.line is None:
            self.line = self.page.context.new_cdp_session(self.page)
            self.line.send("Performance.enable")
        self.line.send("HeapProfiler.collectGarbage")
        told = {one["name"]: one["value"] for one in self.line.send("Performance.getMetrics")["metrics"]}
        self.heap.append(told["JSHeapUsedSize"] / 2**20)
        self.nodes.append(told["Nodes"])

    def faults(self, truth: Truth) -> list[str]:
        """What was not right or not calm."""
        lates = self.lates(truth)
        wrong = sum(late is None for late in lates)
        behind = sum(late is not None and late > self.within for late in lates)
        counts = {
            "looks at figures that never were so": wrong,
            f"looks at figures older than {self.within:g} s": behind,
            **{f"frames with {words}": self.eyes[key] for key, words in _UNCALM.items()},
            "jumps of a chart or a heading": len(self.eyes["moved"]),
            f"shifts above {GOOD_SHIFT}": int(worst_shift(self.eyes["shifts"]) > GOOD_SHIFT),
            "errors of its scripts": len(self.errors),
        }
        return [f"{self.name}: {n} {what}" for what, n in counts.items() if n]

    def lates(self, truth: Truth) -> list[float | None]:
        """For each look, how old its figures were."""
        return [truth.late(at, figures) if figures else None for at, figures in self.shown]


def worst_shift(shifts: Sequence[Sequence[Any]]) -> float:
    """The largest sum of shifts within five seconds."""
    return max((sum(other[1] for other in shifts if 0 <= other[0] - one[0] <= 5) for one in shifts), default=0.0)


def grew(weights: Sequence[float]) -> float:
    """How much more the last quarter weighs than the second, as medians: the first is for settling in."""
    quarter = len(weights) // 4
    if quarter < 2:
        return 0.0
    return statistics.median(weights[-quarter:]) - statistics.median(weights[quarter : 2 * quarter])


def resident(server: Server) -> float:
    """Megabytes of the server."""
    assert server.process is not None
    pages = int(Path(f"/proc/{server.process.pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def dashboard(browser: Browser, server: Server, within: float) -> Open:
    """A manager's dashboard: scrolled to a table that is open, and the keyboard on it."""
    page = signed_in(browser, server, "manager@example.org")
    errors = complaints(page)
    arrive(page, f"{server.address}/charts?audit=1")
    charts_drawn(page)
    table = page.locator("[data-testid=stExpander] summary").filter(has_text="The same as a table").first
    table.click()
    expect(page.get_by_test_id("stDataFrame").first).to_be_visible()
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, 420)")
    page.wait_for_timeout(1_000)
    page.evaluate(f"({EYES})('dashboard')")
    return Open("dashboard", page, within, errors)


def wall(browser: Browser, address: str, within: float) -> Open:
    """A screen on a wall, which nobody touches."""
    page = browser.new_context(viewport={"width": 1920, "height": 1080}, color_scheme="dark").new_page()
    errors = complaints(page)
    page.goto(address)
    expect(page.locator(".slide.shown h2")).to_be_visible()
    page.evaluate(f"({EYES})('wall')")
    return Open("wall", page, within, errors)
