"""`python -m tests.long.power_cuts [--cuts 5000] [--synchronous FULL]`: simulated power cuts on the embedded database.

A writer's system calls are recorded (strace). The files are then rebuilt as they could stand after a power cut at a
random moment: what was synchronised, plus none, all, or a random part (also torn within a block) of what was not. The
database is opened, and every deed that had been acknowledged must be there, whole. That a file is gone is sure from the
next synchronisation on, as on file systems with a journal (ext4, xfs). The control, with
``--synchronous NORMAL``, must lose some: a test that cannot fail proves nothing.
"""

import argparse
import ast
import random
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

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


def written(folder: Path, deeds: int, synchronous: str) -> None:
    """Write deeds as `maap.storage.db` does, and say on standard output when each is stored."""
    with closing(sqlite3.connect(folder / "house.db", isolation_level=None)) as house:
        for pragma in ("journal_mode=WAL", f"synchronous={synchronous}", "wal_autocheckpoint=50", "mmap_size=0"):
            house.execute(f"pragma {pragma}")
        house.execute("create table answer (id integer primary key, revision integer, value text)")
        house.execute("create table trail (id integer primary key, revision integer)")
        house.execute("insert into answer values (1, 0, '')")
        sys.stdout.write("said 0\n")
        sys.stdout.flush()
        for n in range(1, deeds + 1):
            house.execute("begin immediate")
            house.execute("update answer set revision = ?, value = ?", (n, f"Version {n}" * 20))
            house.execute("insert into trail (revision) values (?)", (n,))
            house.execute("commit")
            sys.stdout.write(f"said {n}\n")
            sys.stdout.flush()


def recorded(deeds: int, synchronous: str) -> list[Step]:
    """The writer's calls, in their order."""
    with tempfile.TemporaryDirectory(prefix="maap-cut-", dir="/tmp") as place:
        folder, log = Path(place) / "house", Path(place) / "calls"
        folder.mkdir()
        calls = "trace=openat,close,pwrite64,write,fsync,fdatasync,ftruncate,unlink"
        writer = [sys.executable, "-m", "tests.long.power_cuts", "--write", str(folder)]
        chosen = ["--deeds", str(deeds), "--synchronous", synchronous]
        strace = ["strace", "-f", "-xx", "-s", "70000", "-e", calls, "-o", str(log)]
        subprocess.run([*strace, *writer, *chosen], check=True, stdout=subprocess.DEVNULL, timeout=600)
        return list(_steps(log, folder))


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


def cut(steps: list[Step], cuts: int, seed: int) -> tuple[int, int, int]:
    """How many cuts lost an acknowledged deed, left half of one, or a database that is damaged."""
    chance, lost, half, broken = random.Random(seed), 0, 0, 0
    first = next(n for n, step in enumerate(steps) if step.kind == "said") + 1
    moments = sorted(chance.randrange(first, len(steps)) for _ in range(cuts))
    disk, said, done = Disk(), -1, 0
    with tempfile.TemporaryDirectory(prefix="maap-cut-", dir="/tmp") as place:
        for moment in moments:
            for step in steps[done:moment]:
                if step.kind == "said":
                    said = int(step.data.split()[1])
                else:
                    disk.take(step)
            done = moment
            revision, lines, is_whole = _opened(disk.after_a_cut(chance), Path(place))
            broken += not is_whole
            lost += is_whole and revision < said
            half += is_whole and revision != lines
    return lost, half, broken


def _opened(files: dict[str, bytearray], place: Path) -> tuple[int, int, bool]:
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, data in files.items():
        if not name.endswith("-shm"):
            (place / name).write_bytes(data)
    try:
        with closing(sqlite3.connect(place / "house.db")) as house:
            is_whole = house.execute("pragma integrity_check").fetchone() == ("ok",)
            revision = house.execute("select revision from answer").fetchone()[0]
            return revision, house.execute("select coalesce(max(revision), 0) from trail").fetchone()[0], is_whole
    except (sqlite3.DatabaseError, TypeError, struct.error):
        return -1, -1, False


def main() -> int:
    """Exit code 0 when nothing acknowledged was lost; with NORMAL when something was."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--cuts", type=int, default=5000)
    told.add_argument("--deeds", type=int, default=300)
    told.add_argument("--synchronous", default="FULL", choices=["FULL", "NORMAL"])
    told.add_argument("--seed", type=int, default=20260303)
    told.add_argument("--write", type=Path)
    chosen = told.parse_args()
    if chosen.write:
        written(chosen.write, chosen.deeds, chosen.synchronous)
        return 0
    lost, half, broken = cut(recorded(chosen.deeds, chosen.synchronous), chosen.cuts, chosen.seed)
    sys.stdout.write(
        f"synchronous={chosen.synchronous}: {chosen.cuts} power cuts, {lost} lost an acknowledged deed, "
        f"{half} left half of one, {broken} left a damaged database.\n"
    )
    is_well = (lost, half, broken) == (0, 0, 0)
    return 0 if is_well == (chosen.synchronous == "FULL") else 1


if __name__ == "__main__":
    sys.exit(main())
