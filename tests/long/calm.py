"""`python -m tests.long.calm [--minutes 10] [--pause 10] [--control late]`: ten calm minutes.

Twenty agencies answer through the use cases at a human pace, in a process of their own. In Chromium a manager's
dashboard and a screen on a wall stay open all along. Their figures must be those of the database, two seconds ago at
most (four on a screen, which draws its slides when they changed), and they must stay calm: no chart missing or blank in
any frame, nothing that moves, scrolls, closes or loses the keyboard, no error of a script, and no memory that keeps
growing.

Controls, which must be found: ``late`` (the server stands still for a while), ``wrong`` (another figure is shown),
``blank`` (a chart is wiped), ``jump`` (something comes in above), ``grow`` (the page keeps what it does not need).
"""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.conftest import CHROMIUM, FLAGS, ROOT, Server
from tests.long.calm_watch import Open, Truth, dashboard, grew, resident, wall, worst_shift

WITHIN, ON_A_WALL = 2.0, 4.0
"""Seconds. A screen asks a second and a half after each answer; whatever changed on it is drawn for it then."""
LOOK_EVERY = 0.4
MOST_GROWN = {"server": 40.0, "heap": 8.0, "nodes": 1500.0}
"""Megabytes, megabytes and nodes that the last quarter may hold more than the second."""
CONTROLS = {
    "late": "",
    "wrong": "setInterval(() => { document.querySelector('[data-testid=stMetricValue]').innerText = '7 of 9' }, 300)",
    "blank": "setInterval(() => document.querySelectorAll('[data-testid=stVegaLiteChart] svg')"
    ".forEach(one => one.replaceChildren()), 700)",
    "jump": "setInterval(() => document.querySelector('[data-testid=stMainBlockContainer]').style.paddingTop = "
    "(90 + Date.now() % 200) + 'px', 900)",
    "grow": "window.kept = []; setInterval(() => window.kept.push(new Array(4e5).fill(0).map(Math.random)), 500)",
}


@dataclass(frozen=True)
class Chosen:
    """How long to look, seconds between two deeds of an agency, and what is planted: late first, the rest after half.

    ``patience``: seconds that a page may take longer, on a machine that is busy with something else.
    """

    seconds: float
    pause: float = 10
    controls: tuple[str, ...] = ()
    patience: float = 0


@dataclass(frozen=True)
class Watched:
    """What came out: what was wrong, and what was measured, in lines to read."""

    faults: tuple[str, ...]
    figures: tuple[str, ...]


@contextmanager
def house() -> Iterator[tuple[Server, str, Browser]]:
    """A served audit, the address of a screen for it, and a browser."""
    with tempfile.TemporaryDirectory(prefix="maap-calm-", dir="/tmp") as folder, sync_playwright() as playwright:
        server = Server(Path(folder), encrypted="false")
        command = [sys.executable, "-m", "tests.long.calm_scene"]
        made = subprocess.run(
            command, cwd=ROOT, env=server.environment, check=True, timeout=120, capture_output=True, text=True
        )
        try:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            yield server.start(), f"{server.address}/wall/{made.stdout.strip()}", browser
            browser.close()
        finally:
            server.stop()


def watch(place: tuple[Server, str, Browser], chosen: Chosen) -> Watched:
    """Let the agencies answer, and look at both pages all the time."""
    server, address, browser = place
    truth = Truth(server, chosen.pause)
    pages = [dashboard(browser, server, WITHIN + chosen.patience), wall(browser, address, ON_A_WALL + chosen.patience)]
    try:
        memory = _looked(server, pages, chosen)
    finally:
        truth.stop()
        for one in pages:
            one.page.context.close()
    held = {"server": memory, **{f"{one.name}, heap": one.heap for one in pages}}
    held |= {f"{one.name}, nodes": one.nodes for one in pages}
    grown = [
        f"{name}: grew by {more:.0f} (from {weights[0]:.0f} to {weights[-1]:.0f})"
        for name, weights in held.items()
        if (more := grew(weights)) > MOST_GROWN[name.split(", ")[-1]]
    ]
    faults = [fault for one in pages for fault in one.faults(truth)]
    lines = [f"{name}: {' '.join(f'{n:.0f}' for n in _few(weights))}" for name, weights in held.items()]
    return Watched((*faults, *grown), (*_told(truth, pages), *lines))


def _looked(server: Server, pages: list[Open], chosen: Chosen) -> list[float]:
    """Look until the time is over. Returns the server's memory, each time it was weighed."""
    begins, memory, weighed = time.monotonic(), list[float](), 0.0
    manager, planted = pages[0].page, [CONTROLS[name] for name in chosen.controls if CONTROLS[name]]
    held = False
    while (gone := time.monotonic() - begins) < chosen.seconds:
        if "late" in chosen.controls and held != (held := 0.1 < gone / chosen.seconds < 0.5):
            os.kill(server.process.pid, signal.SIGSTOP if held else signal.SIGCONT)
        while planted and gone > chosen.seconds / 2:
            manager.evaluate(planted.pop())
        for one in pages:
            one.look()
        if gone >= weighed:
            weighed += chosen.seconds / 30
            memory.append(resident(server))
            for one in pages:
                one.weigh()
        time.sleep(LOOK_EVERY)
    for one in pages:
        one.eyes = one.page.evaluate("window.calm")
    return memory


def _told(truth: Truth, pages: list[Open]) -> Iterator[str]:
    """What was measured, of each page."""
    first, last = truth.told[0], truth.told[-1]
    yield f"{len(truth.told) - 1} deeds in {last[0] - first[0]:.0f} s; figures from {first[1]} to {last[1]}"
    for one in pages:
        lates = sorted(late for late in one.lates(truth) if late is not None)
        seen = len({figures for _, figures in one.shown})
        age = f"age median {median(lates):.1f} s, p95 {lates[int(len(lates) * 0.95)]:.1f} s, most {lates[-1]:.1f} s"
        shift = f"{len(one.eyes['shifts'])} shifts, worst {worst_shift(one.eyes['shifts']):.3f}"
        yield f"{one.name}: {len(one.shown)} looks, {seen} different figures, {age}; {one.eyes['frames']} frames, {shift}"
        yield from (f"  moved {moved}" for moved in one.eyes["moved"][:5])
        yield from (f"  shift {at:.1f} s {value:.4f} {what}" for at, value, what in one.eyes["shifts"][:5])
        yield from (f"  error {error[:200]}" for error in one.errors[:5])


def _few(weights: list[float]) -> list[float]:
    return weights[:: max(1, len(weights) // 10)]


def main() -> int:
    """Exit code 0 when all stayed right and calm; with --control when that was found."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--pause", type=float, default=10, help="Seconds between two deeds of one agency.")
    asked.add_argument("--control", choices=sorted(CONTROLS), action="append", default=[])
    asked.add_argument("--patience", type=float, default=0, help="Seconds more, on a machine that is busy.")
    told = asked.parse_args()
    with house() as place:
        found = watch(place, Chosen(told.minutes * 60, told.pause, tuple(told.control), told.patience))
    sys.stdout.write("\n".join((*found.figures, *(f"NOT CALM {fault}" for fault in found.faults), "")))
    sys.stdout.write("Right and calm all along.\n" if not found.faults else f"{len(found.faults)} faults.\n")
    return int(bool(found.faults) != bool(told.control))


if __name__ == "__main__":
    sys.exit(main())
