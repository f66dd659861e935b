"""The trail's own lines, copied every hour as JSON to a place outside: whoever breaks in cannot take them back.

A line holds states, numbers and seals, and nothing that people wrote. A log gatherer can read the file as it grows.
"""

import json
import os
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage.tables import TrailEntry

_AT_ONCE = 500
_TAIL = 1 << 16


def place(now: datetime) -> Path | None:
    """The file of this year; None where nobody chose a folder."""
    folder = settings().trail_copy_folder
    return folder.expanduser() / f"trail-{now.year}.jsonl" if folder else None


def copy_new_lines(session: Session, now: datetime) -> int:
    """Write every line that is not there yet, and say how many they were."""
    path = place(now)
    if path is None:
        return 0
    path.parent.mkdir(parents=True, exist_ok=True)
    last = _last_copied(path.parent)
    new = select(TrailEntry).where(col(TrailEntry.id) > last).order_by(col(TrailEntry.id))
    written = 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640), "a", encoding="utf-8") as file:
        if not _ends_whole(path):
            file.write("\n")  # a copy that was cut off; its line is written again below
        for entry in session.exec(new.execution_options(yield_per=_AT_ONCE)):
            file.write(json.dumps(_told(entry), ensure_ascii=False) + "\n")
            written += 1
        file.flush()
        os.fsync(file.fileno())
    return written


def contradictions(session: Session, folder: Path | None = None) -> Iterator[str]:
    """Where the trail is not what was copied, in a sentence each."""
    where = folder or settings().trail_copy_folder
    if where is None:
        return
    seen = 0
    for lines in _in_pieces(_copied(where.expanduser())):
        numbers = [line["line"] for line in lines]
        here = {one.id: one for one in session.exec(select(TrailEntry).where(col(TrailEntry.id).in_(numbers)))}
        for line in lines:
            number = line["line"]
            if number != seen + 1 and seen:
                yield f"The copy outside goes from line {seen} to line {number}: something was taken out of it."
            seen = number
            entry = here.get(number)
            if entry is None:
                yield f"Line {number} of the trail was copied outside and is no longer there."
            elif _told(entry) != line:
                yield f"Line {number} of the trail is not what was copied outside on the day it was written."


def _told(entry: TrailEntry) -> dict[str, Any]:
    told = entry.model_dump(mode="json", exclude={"id", "at"})
    return {"line": entry.id, "at": f"{entry.at:%Y-%m-%dT%H:%M:%S.%fZ}"} | told


def _in_pieces(lines: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    while piece := list(islice(lines, _AT_ONCE)):
        yield piece


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("trail-*.jsonl"))


def _copied(folder: Path) -> Iterator[dict[str, Any]]:
    """Every whole line of every year. One that was cut off is followed by itself once more."""
    files = _files(folder)
    if not files:
        raise Problem(f"There is no copy of the trail in {folder}. Check the folder's name.")
    for path in files:
        with path.open(encoding="utf-8") as file:
            for line in file:
                if told := _read(line):
                    yield told


def _read(line: str) -> dict[str, Any] | None:
    try:
        told = json.loads(line)
    except ValueError:
        return None
    return told if isinstance(told, dict) and isinstance(told.get("line"), int) else None


def _last_copied(folder: Path) -> int:
    """The number of the last whole line in the last file that has one."""
    for path in reversed(_files(folder)):
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - _TAIL))
            for line in reversed(file.read().decode("utf-8", "replace").splitlines()):
                if told := _read(line):
                    return int(told["line"])
    return 0


def _ends_whole(path: Path) -> bool:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        return file.read(1) in (b"", b"\n")
