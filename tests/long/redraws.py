"""`python -m tests.long.redraws [--times 200] [--control]`: what an open tab still holds after it was drawn anew so often.

One grade after the other of the audit of `tests.long.calm` changes, a coordinator's dashboard, which holds nothing back,
is waited for until it says so, and the next one changes; a screen on a wall is open beside it. After each tenth of the
times garbage is collected and both tabs weighed: the heap of their scripts, their nodes (those that are held without
being shown, too) and listeners. What matters is how much more each time adds. ``--control``: the dashboard keeps every
node that was taken out of it, which must be found.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import linear_regression

from playwright.sync_api import Browser, Page
from sqlmodel import col, select

from maap.domain.giving import Given
from maap.domain.people import Actor, Role
from maap.outside.clock import now
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.usecases.answering import save_answer
from tests.e2e.conftest import ROOT, Server, arrive, signed_in
from tests.e2e.lights import charts_drawn
from tests.long.calm import house
from tests.long.calm_agencies import counted

MOST = {"heap": 25_000.0, "nodes": 20.0, "listeners": 5.0}
"""Bytes, nodes and listeners that one time may add."""
PATIENCE = 30_000
"""Milliseconds for which one change is waited for."""
BETTER, WORSE = ("good", "outstanding"), ("inadequate", "requires_improvement")
_KEEPS = """window.kept = []; new MutationObserver(seen => seen.forEach(one => window.kept.push(...one.removedNodes)))
.observe(document.body, {childList: true, subtree: true})"""
_SAYS = (
    "said => [...document.querySelectorAll('[data-testid=stMetricValue]')].some(one => one.innerText.trim() === said)"
)


@dataclass
class Tab:
    """A page that stays open, and what it weighed after so many times."""

    name: str
    page: Page
    weighed: list[tuple[int, dict[str, float]]] = field(default_factory=list)

    def weigh(self, times: int) -> None:
        """What it holds once what is not needed is thrown away. Twice: some is let go only by what was let go."""
        line = self.page.context.new_cdp_session(self.page)
        for _ in range(2):
            line.send("HeapProfiler.collectGarbage")
        there = line.send("Memory.getDOMCounters")
        heap = line.send("Runtime.getHeapUsage")["usedSize"]
        self.weighed.append((times, {"heap": heap, "nodes": there["nodes"], "listeners": there["jsEventListeners"]}))
        line.detach()

    def each(self, what: str) -> float:
        """How much more of it there is after each time: the line that fits best."""
        return linear_regression([at for at, _ in self.weighed], [told[what] for _, told in self.weighed]).slope


class Answering:
    """An agency that changes its mind about one grade, in a process of its own."""

    def __init__(self, server: Server) -> None:
        command = [sys.executable, "-m", "tests.long.redraws", "--answer"]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen(command, cwd=ROOT, env=server.environment, text=True, **pipes)  # type: ignore[call-overload]

    def change(self) -> str:
        """Change it. Returns what a dashboard says then of grades in the better half."""
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return str(self.process.stdout.readline()).strip()

    def stop(self) -> None:
        """Nobody asks any more."""
        self.process.communicate(timeout=20)


def drawn(place: tuple[Server, str, Browser], times: int, control: bool = False) -> list[Tab]:
    """Both pages, drawn anew so many times and weighed in between."""
    server, address, browser = place
    agency = Answering(server)
    tabs = [Tab("dashboard", _dashboard(browser, server)), Tab("wall", _wall(browser, address))]
    try:
        if control:
            tabs[0].page.evaluate(_KEEPS)
        for at in range(1, times + 1):
            tabs[0].page.wait_for_function(_SAYS, arg=agency.change(), timeout=PATIENCE)
            if at % max(1, times // 10) == 0:
                for tab in tabs:
                    tab.weigh(at)
    finally:
        agency.stop()
        for tab in tabs:
            tab.page.context.close()
    return tabs


def too_much(tabs: Sequence[Tab]) -> list[str]:
    """What grows from time to time."""
    return [
        f"{tab.name}: {tab.each(what):,.1f} more {what} each time"
        for tab in tabs
        for what, most in MOST.items()
        if tab.each(what) > most
    ]


def _dashboard(browser: Browser, server: Server) -> Page:
    page = signed_in(browser, server, "coordinator@example.org")
    arrive(page, f"{server.address}/charts?audit=1")
    charts_drawn(page)
    return page


def _wall(browser: Browser, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1920, "height": 1080}).new_page()
    page.goto(address)
    page.locator(".slide.shown h2").wait_for()
    return page


def _answer() -> None:
    """For each line that comes in another answer gets another grade, so that no two states of the audit are the same;
    and a line with what is so then.
    """
    with reading() as session:
        found = session.exec(
            select(t.Answer, t.Person)
            .join(t.Person, col(t.Person.id) == t.Answer.saved_by)
            .where(col(t.Answer.grade).in_((*BETTER, *WORSE)))
            .order_by(col(t.Answer.id))
        ).all()
    seen = {answer.id: (answer.grade, answer.revision) for answer, _ in found}
    for (answer, person), _ in zip(cycle(found), sys.stdin, strict=False):
        grade, revision = seen[answer.id]
        other = (WORSE if grade in BETTER else BETTER)[revision % 2]
        actor = Actor(person.id or 0, person.name, frozenset({Role.AGENCY_LEAD}), person.agency_id, now())
        with work() as session:
            save_answer(session, actor, answer.return_id, Given(answer.question_id, other, revision))
        seen[answer.id] = (other, revision + 1)
        with reading() as session:
            _, better, graded = counted(session)
        sys.stdout.write(f"{better:,} of {graded:,}\n")
        sys.stdout.flush()


def main() -> int:
    """Exit code 0 when nothing grows; with --control when that was found."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--times", type=int, default=200)
    asked.add_argument("--control", action="store_true")
    asked.add_argument("--answer", action="store_true", help=argparse.SUPPRESS)
    told = asked.parse_args()
    if told.answer:
        _answer()
        return 0
    begun = time.monotonic()
    with house() as place:
        tabs = drawn(place, told.times, told.control)
    sys.stdout.write(f"{told.times} times in {time.monotonic() - begun:.0f} s\n")
    for tab in tabs:
        for what in MOST:
            told_of = " ".join(f"{weight[what]:,.0f}" for _, weight in tab.weighed)
            sys.stdout.write(f"{tab.name}, {what}: {told_of}; {tab.each(what):+,.1f} each time\n")
    found = too_much(tabs)
    sys.stdout.writelines(f"GROWS {line}\n" for line in found)
    return int(bool(found) != told.control)


if __name__ == "__main__":
    sys.exit(main())
