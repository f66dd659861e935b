"""`python -m tests.long.power_cuts [--cuts 5000] [--synchronous FULL]`: simulated power cuts on the embedded database.

A process answers a return as the house does, on an encrypted file, and its system calls are recorded (strace). The
files are then rebuilt as they could stand after a power cut at a random moment: what was synchronised, plus none, all,
or a random part (also torn within a block) of what was not. The house is opened, and every answer that had been
acknowledged must be there, whole, with its history and its line, and the trail's chain must hold. That a file is gone
is sure from the next synchronisation on, as on file systems with a journal (ext4, xfs). The control, with
``--synchronous NORMAL``, must lose some: a test that cannot fail proves nothing.
"""

import argparse
import ast
import os
import random
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.exc import SQLAlchemyError

from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import db
from maap.storage.schema import migrate
from tests.long.killed import Desk, Standing, at_the_desk, furnish, honest, stands

BLOCK = 512
_CALL = re.compile(r"^\d+ +(pwrite64|fsync|fdatasync|ftruncate|unlink|write)\((.*)\)\s+= (\d+)")
_OPEN = re.compile(r'^\d+ +openat\([^,]+, "([^"]*)".*\)\s+= (\d+)')
_CLOSE = re.compile(r"^\d+ +close\((\d+)\)\s+= 0")


@dataclass(frozen=True)
class Step:
    """One call that matters. ``kind``: write, sync, cut (truncate), gone (unlink) or said (acknowledged)."""

    kind: str
    file: str
    at: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """Files as they surely stand, and what was written since they were last synchronised."""

    sure: dict[str, bytearray] = field(default_factory=dict)
    loose: dict[str, list[Step]] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Do a step."""
        if step.kind == "sync":
            for late in self.loose.pop(step.file, []):
                _apply(self.sure, late)
            for name in [name for name, steps in self.loose.items() if steps[-1].kind == "gone"]:
                del self.loose[name]
                self.sure.pop(name, None)
        else:
            self.loose.setdefault(step.file, []).append(step)

    def after_a_cut(self, chance: random.Random) -> dict[str, bytearray]:
        """The files as they could stand after the power went."""
        files = {name: bytearray(data) for name, data in self.sure.items()}
        how = chance.choice(("none", "all", "some", "torn"))
        for steps in self.loose.values():
            for step in steps:
                if how == "all" or (how != "none" and chance.random() < 0.5):
                    _apply(files, _torn(step, chance) if how == "torn" else step)
        return files


def _torn(step: Step, chance: random.Random) -> Step:
    """A write of which only some blocks arrived."""
    if step.kind != "write" or len(step.data) <= BLOCK:
        return step
    keep = chance.randrange(0, len(step.data), BLOCK)
    return Step("write", step.file, step.at, step.data[:keep])


def _apply(files: dict[str, bytearray], step: Step) -> None:
    if step.kind == "gone":
        files.pop(step.file, None)
        return
    data = files.setdefault(step.file, bytearray())
    if step.kind == "cut":
        del data[step.at :]
        return
    if len(data) < step.at:
        data.extend(bytes(step.at - len(data)))
    data[step.at : step.at + len(step.data)] = step.data


@dataclass(frozen=True)
class Recording:
    """A house before it was written to, who answers in it, and the calls of the process that did."""

    before: dict[str, bytes]
    desk: Desk
    steps: list[Step]


def _settle(place: Path) -> Path:
    """The house's folder; its key lies elsewhere."""
    chosen = {"MAAP_FOLDER": str(place / "house"), "MAAP_KEY_FILE": str(place / "elsewhere" / "key")}
    os.environ |= chosen | {"MAAP_ENCRYPTED": "true", "MAAP_DATABASE_URL": ""}
    settings.cache_clear()
    (place / "house").mkdir(exist_ok=True)
    return place / "house"


def written(deeds: int, synchronous: str) -> None:
    """Answer so often, and say on standard output when each answer is stored."""

    @event.listens_for(db.engine(), "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.execute("pragma wal_autocheckpoint = 50")  # more often than ever: these are the dangerous moments
        connection.execute(f"pragma synchronous = {synchronous}")

    desk = at_the_desk()
    for seen in range(1, deeds + 1):
        honest(desk, seen, lambda revision: os.write(1, f"said {revision}\n".encode()))


def recorded(place: Path, deeds: int, synchronous: str) -> Recording:
    """A new house in a folder, and the calls of a process that answers in it."""
    folder, log = _settle(place), place / "calls"
    migrate()
    desk = furnish()
    db.engine().dispose()
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    calls = "trace=openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink"
    writer = [sys.executable, "-m", "tests.long.power_cuts", "--write"]
    chosen = ["--deeds", str(deeds), "--synchronous", synchronous]
    strace = ["strace", "-f", "-xx", "-s", "70000", "-e", calls, "-o", str(log)]
    subprocess.run([*strace, *writer, *chosen], check=True, stdout=subprocess.DEVNULL, timeout=1200)
    return Recording(before, desk, list(_steps(log, folder)))


def _steps(log: Path, folder: Path) -> Iterator[Step]:
    names: dict[int, str] = {1: "said"}
    with log.open() as lines:
        for line in lines:
            if opened := _OPEN.match(line):
                path = Path(_bytes(opened[1]).decode())
                names[int(opened[2])] = path.name if path.parent == folder else ""
            elif closed := _CLOSE.match(line):
                names.pop(int(closed[1]), None)
            elif call := _CALL.match(line):
                step = _step(call[1], call[2], names)
                if step is not None:
                    yield step


def _step(kind: str, told: str, names: dict[int, str]) -> Step | None:
    first = told.split(",", 1)[0]
    if kind == "unlink":
        return Step("gone", Path(_bytes(first.strip('"')).decode()).name)
    file = names.get(int(first), "")
    if not file:
        return None
    if kind in ("fsync", "fdatasync"):
        return Step("sync", file)
    if kind == "ftruncate":
        return Step("cut", file, int(told.split(",")[1]))
    data = _bytes(told.split('"')[1])
    if kind == "write":
        return Step("said", file, 0, data) if file == "said" else None
    return Step("write", file, int(told.rsplit(",", 1)[1]), data)


def _bytes(escaped: str) -> bytes:
    found = ast.literal_eval(f'b"{escaped}"')
    assert isinstance(found, bytes)
    return found


def cut(recording: Recording, cuts: int, seed: int) -> tuple[int, int, int]:
    """How many cuts lost an acknowledged answer, left half of one or a broken chain, or a database that is damaged."""
    chance, lost, half, broken, steps = random.Random(seed), 0, 0, 0, recording.steps
    first = next(n for n, step in enumerate(steps) if step.kind == "said") + 1
    moments = sorted(chance.randrange(first, len(steps)) for _ in range(cuts))
    disk, said, done = Disk({name: bytearray(data) for name, data in recording.before.items()}), 1, 0
    for moment in moments:
        for step in steps[done:moment]:
            if step.kind == "said":
                said = int(step.data.split()[1])
            else:
                disk.take(step)
        done = moment
        standing = _opened(disk.after_a_cut(chance), recording.desk)
        broken += standing is None
        lost += standing is not None and standing.revision < said
        half += standing is not None and not standing.is_whole()
    return lost, half, broken


def _opened(files: dict[str, bytearray], desk: Desk) -> Standing | None:
    """What the house holds when it starts again; None when its file is damaged."""
    folder = settings().folder
    db.engine().dispose()
    for left in folder.iterdir():
        left.unlink()
    for name, data in files.items():
        if not name.endswith("-shm"):
            (folder / name).write_bytes(data)
    try:
        with db.engine().connect() as connection:
            sound = [str(row[0]) for row in connection.execute(text("pragma integrity_check"))]
        return stands(desk) if sound == ["ok"] else None
    except (SQLAlchemyError, Problem):
        return None


def main() -> int:
    """Exit code 0 when nothing acknowledged was lost; with NORMAL when something was."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--cuts", type=int, default=5000)
    told.add_argument("--deeds", type=int, default=300)
    told.add_argument("--synchronous", default="FULL", choices=["FULL", "NORMAL"])
    told.add_argument("--seed", type=int, default=20260303)
    told.add_argument("--write", action="store_true", help="Be the process that is recorded.")
    chosen = told.parse_args()
    if chosen.write:
        written(chosen.deeds, chosen.synchronous)
        return 0
    with tempfile.TemporaryDirectory(prefix="maap-cut-", dir="/tmp") as place:
        recording = recorded(Path(place), chosen.deeds, chosen.synchronous)
        lost, half, broken = cut(recording, chosen.cuts, chosen.seed)
        db.engine().dispose()
    sys.stdout.write(
        f"synchronous={chosen.synchronous}: {chosen.cuts} power cuts, {lost} lost an acknowledged answer, "
        f"{half} left half of one or a broken chain, {broken} left a damaged database.\n"
    )
    is_well = (lost, half, broken) == (0, 0, 0)
    return 0 if is_well == (chosen.synchronous == "FULL") else 1


if __name__ == "__main__":
    sys.exit(main())
