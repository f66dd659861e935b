"""Whether the house may be opened on this machine, and what is not as it should be: a sentence each."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import NoReturn

from sqlalchemy import make_url
from sqlmodel import Session, func, select

from maap.domain.problems import Problem
from maap.domain.written_dates import spoken_moment
from maap.settings import settings
from maap.storage import db, trail
from maap.storage.tables import TrailEntry

try:
    import fcntl
except ImportError:  # not a Unix: nobody can tell there whether another process serves
    fcntl = None  # type: ignore[assignment]

ACROSS_A_NETWORK = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ceph", "glusterfs", "lustre", "fuse.sshfs"}
)
"""File systems on which SQLite's locks and its log do not hold what they promise."""
LEEWAY = timedelta(minutes=5)
"""How far this machine's clock may be behind the trail's last line: clocks of two machines differ."""
MOUNTED = Path("/proc/self/mountinfo")


class Unsound(Problem):
    """The house must not be opened like this."""


def database_file() -> Path | None:
    """Where the embedded database is; None where a server keeps it."""
    url = make_url(settings().url)
    return Path(url.database).absolute() if url.get_backend_name() == "sqlite" and url.database else None


def refuse_unsound() -> None:
    """Refuse an embedded database on a disk that cannot be written, or across a network. Raises Unsound."""
    file = database_file()
    if file is None:
        return
    mounts = MOUNTED.read_text() if MOUNTED.exists() else ""
    if (kind := file_system_of(file, mounts)) in ACROSS_A_NETWORK:
        raise Unsound(
            f"The folder {file.parent} lies on another machine's disk ({kind}), where SQLite loses answers. Set "
            "MAAP_FOLDER to a disk of this machine, or use PostgreSQL: see the administrator's guide."
        )
    for place in (_there(file.parent), file):
        if place.exists() and not os.access(place, os.W_OK):
            _refuse_unwritable(place)


def _refuse_unwritable(place: Path) -> NoReturn:
    raise Unsound(
        f"{place} cannot be written to, so nothing could be saved. Let the user of the house write there, or look "
        "whether the disk was mounted for reading only after a fault."
    )


def _there(folder: Path) -> Path:
    """The folder, or the nearest above it that exists."""
    return folder if folder.exists() or folder == folder.parent else _there(folder.parent)


def file_system_of(file: Path, mounts: str) -> str:
    """The kind of file system on which a file lies. ``mounts``: as /proc/self/mountinfo says it. Empty: not known."""
    found = ("", "")
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        point = before.split(" ")[4].replace("\\040", " ") if len(before.split(" ")) > 4 else ""
        if point and file.is_relative_to(point) and len(point) >= len(found[0]):
            found = (point, after.split(" ")[0])
    return found[1]


@contextmanager
def alone() -> Iterator[bool]:
    """Whether no other process serves this embedded database, for as long as this one does."""
    file = database_file()
    if file is None or fcntl is None:
        yield True
        return
    with file.with_suffix(".serving").open("w") as mark:
        is_alone = False
        with suppress(OSError):
            fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_alone = True
        yield is_alone


NOT_ALONE = (
    "Another process serves this database already. SQLite is for one process: stop the other one, or use PostgreSQL "
    "for several."
)


def worries(session: Session, now: datetime) -> Iterator[str]:
    """What an administrator has to look at, though the house can be opened."""
    if session.get_bind().dialect.name == "sqlite" and not db.has_safe_log():
        yield (
            "The SQLite of this Python is old, so the house uses its slower journal, which is safe. Install the part "
            "sqlcipher3 to have a newer one."
        )
    last = session.exec(select(func.max(TrailEntry.at))).one()
    if last is not None and last > now + LEEWAY:
        yield (
            f"This machine's clock says {spoken_moment(now)}, but the trail's last line was written on "
            f"{spoken_moment(last)}. Set the clock: sessions and links end by it."
        )
    yield from trail.unguarded(session)
    if fault := next(iter(trail.faults(session)), None):
        yield f"{fault} Run “python -m maap verify-log”, and leave the disk as it is until somebody has looked."
