"""What goes wrong while people work, one kind after the other: the server is killed, the database is held by another
process, lines are cut without a word, and the server stands still."""

import asyncio
import os
import random
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from tests.e2e.conftest import ROOT, Server
from tests.long.soak_figures import Diary, Window
from tests.long.soak_people import End, Person

RESTARTED_AFTER = 2
"""Seconds: RestartSec of deploy/maap.service."""
STILL = 5
LONGEST_HELD = 20
"""Seconds. A deed waits fifteen: a longer hold is refused in words, and tried again by the page."""


@dataclass
class Nemesis:
    """``grace``: seconds until people have come back. ``lives``: when each life of the server began."""

    server: Server
    people: list[Person]
    diary: Diary
    dice: random.Random
    grace: float
    lives: list[float]
    longest: float = LONGEST_HELD

    async def rage(self, every: float, most: int, end: End) -> None:
        """One fault after the other, so that people have worked for a while after the last one."""
        kinds: tuple[Callable[[], Awaitable[None]], ...] = (self.killed, self.held, self.left, self.frozen)
        turn, begins = 0, time.monotonic()
        while turn < most and begins + (turn + 1) * every + self.grace + self.longest < end.at:
            while time.monotonic() < begins + (turn + 1) * every:
                if not end.left():
                    return
                await asyncio.sleep(min(0.5, every))
            await self.strike(kinds[turn % len(kinds)])
            turn += 1

    async def strike(self, fault: Callable[[], Awaitable[None]]) -> None:
        """One fault, and the time in which it explains what people see."""
        window = Window(fault.__name__, time.monotonic())
        self.diary.windows.append(window)
        await fault()
        window.over = time.monotonic() + self.grace

    async def killed(self) -> None:
        """kill -9, and started again as systemd does it."""
        if self.server.process is not None:
            self.server.process.kill()
            await asyncio.to_thread(self.server.process.wait)
        await self.start_again()

    async def start_again(self) -> None:
        """By the command, some seconds later."""
        await asyncio.sleep(RESTARTED_AFTER)
        await asyncio.to_thread(self.server.start)
        self.lives.append(time.monotonic())

    async def held(self) -> None:
        """Another process keeps the database to itself."""
        seconds = self.dice.uniform(3, self.longest)
        command = [sys.executable, "-m", "tests.long.holds_database", f"{seconds:.1f}"]
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=self.server.environment)
        if await process.wait():
            self.diary.errors.append((time.monotonic(), "the database could not be held"))

    async def left(self) -> None:
        """Half of all tabs are gone without goodbye."""
        for person in self.people:
            if person.tab is not None and self.dice.random() < 0.5:
                person.tab.drop()

    async def frozen(self) -> None:
        """The server stands still, as on a machine that is moved."""
        if self.server.process is not None:
            os.kill(self.server.process.pid, signal.SIGSTOP)
            await asyncio.sleep(STILL)
            os.kill(self.server.process.pid, signal.SIGCONT)
