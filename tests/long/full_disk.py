"""`python -m tests.long.full_disk [--sizes 20] [--log-only]`: small real disks fill up while answers are saved. Needs root, to mount.

With ``--log-only`` there is room on the disk, and only the database's log may grow no further (a limit on one file).
On each disk answers are saved until one is refused. Then: everything acknowledged is there and can be read, nothing is
half, the trail holds, and the file is sound; more refusals change nothing; once there is room again, the same words are
saved. The control, ``--control``, takes a refusal for a saved answer, and must be found out.
"""

import argparse
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session, func, select

from maap.domain.people import Actor, Role
from maap.settings import settings
from maap.storage import tables as t
from maap.storage import trail
from maap.storage.db import NotSaved, engine, reading, work
from maap.storage.forms import freeze
from maap.storage.schema import migrate
from maap.usecases.answering import Given, save_answer
from tests import factories as make
from tests.usecases.test_answering import FORM

SMALLEST, STEP, MORE = 4096, 193, 4096
"""In kilobytes: the first disk, how much larger each next one is, and the room that is made."""
SMALLEST_LOG, LONGER = 400, 150
"""In kilobytes: the first limit on the log, and how much longer each next one may be."""
MOST = 20_000
"""Answers, before a disk counts as endless."""


@dataclass(frozen=True)
class Place:
    """Who answers which return."""

    actor: Actor
    return_id: int


@dataclass(frozen=True)
class Room:
    """Where a house lives, how it is made narrow once the house stands, and how more room is made."""

    folder: Path
    narrow: Callable[[], object]
    widen: Callable[[], object]


@contextmanager
def _disk(kilobytes: int) -> Iterator[Room]:
    folder = Path(tempfile.mkdtemp(prefix="maap-disk-", dir="/tmp"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "maap", folder], check=True)
    larger = ["mount", "-o", f"remount,size={kilobytes + MORE}k", folder]
    try:
        yield Room(folder, lambda: None, lambda: subprocess.run(larger, check=True))
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)
        folder.rmdir()


@contextmanager
def _limited_log(kilobytes: int) -> Iterator[Room]:
    """The database's own file may grow as it likes: it does so only from a log that is much longer than this."""
    folder, (_, hard) = (
        Path(tempfile.mkdtemp(prefix="maap-log-", dir="/tmp")),
        resource.getrlimit(resource.RLIMIT_FSIZE),
    )

    def limit(most: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))

    try:
        yield Room(folder, lambda: limit(kilobytes * 1024), lambda: limit(hard))
    finally:
        limit(hard)
        shutil.rmtree(folder)


def _settle(folder: Path, keys: str) -> Place:
    os.environ |= {"MAAP_FOLDER": str(folder), "MAAP_KEY_FILE": f"{keys}/key", "MAAP_DATABASE_URL": ""}
    settings.cache_clear()
    migrate()
    with work() as session:
        police = make.agency(session, "police")
        audit = make.audit(session, police, stage="fieldwork")
        freeze(audit, FORM)
        row = make.a_return(session, make.case(session, audit), police)
        person = make.person(session, Role.AUDITOR, agency=police)
        session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id or 0, person_id=person.id or 0))
        return Place(make.actor(person, Role.AUDITOR), row.id or 0)


def _words(n: int) -> str:
    return (f"The plan was clear, and this is answer {n}. " * 20).strip()


def _save(place: Place, seen: int) -> int:
    with work() as session:
        return save_answer(session, place.actor, place.return_id, Given("notes", _words(seen + 1), seen))


def _filled(place: Place) -> int:
    """Answers that were acknowledged until one was refused."""
    for seen in range(MOST):
        try:
            _save(place, seen)
        except NotSaved:
            return seen
    raise SystemExit("This disk does not fill.")


def _faults(session: Session, acknowledged: int) -> Iterator[str]:
    answers = session.exec(select(t.Answer)).all()
    found = [(row.revision, row.value) for row in answers]
    if found != ([(acknowledged, _words(acknowledged))] if acknowledged else []):
        yield f"{acknowledged} answers were acknowledged, and revision {[revision for revision, _ in found]} is there"
    versions = session.exec(select(func.count()).select_from(t.AnswerVersion)).one()
    if versions != acknowledged:
        yield f"{versions} versions are kept"
    if trail.head(session)[0] != acknowledged:
        yield f"{trail.head(session)[0]} lines stand in the trail"
    yield from trail.faults(session)
    sound = session.execute(text("pragma integrity_check")).scalar()
    if sound != "ok":
        yield f"the file is damaged: {sound}"


def _tried(narrow: AbstractContextManager[Room], control: bool) -> tuple[int, list[str]]:
    """Answers before there was no room, and what is wrong."""
    with narrow as room, tempfile.TemporaryDirectory() as keys:
        place = _settle(room.folder, keys)
        engine().dispose()
        room.narrow()
        saved = _filled(place)
        for _ in range(3):
            try:
                _save(place, saved)
            except NotSaved:
                continue
            saved += 1  # what is cleared away between two tries may make room for one more
        with reading() as session:
            wrong = list(_faults(session, saved + control))
        room.widen()
        try:
            _save(place, saved)
        except NotSaved:
            wrong.append("there is room again, and still nothing is saved")
        else:
            with reading() as session:
                wrong += [] if control else _faults(session, saved + 1)
        engine().dispose()
        return saved, wrong


def main() -> int:
    """Exit code 0 when nothing is wrong; with --control when something is."""
    told = argparse.ArgumentParser(description=__doc__)
    told.add_argument("--sizes", type=int, default=20)
    told.add_argument("--control", action="store_true")
    told.add_argument("--log-only", action="store_true", help="Only the database's log may not grow.")
    chosen = told.parse_args()
    rooms = [
        _limited_log(SMALLEST_LOG + n * LONGER) if chosen.log_only else _disk(SMALLEST + n * STEP)
        for n in range(chosen.sizes)
    ]
    tried = [_tried(room, chosen.control) for room in rooms]
    for _, wrong in tried:
        for fault in wrong:
            sys.stdout.write(f"{fault}\n")
    broken, answers = sum(bool(wrong) for _, wrong in tried), [saved for saved, _ in tried]
    sys.stdout.write(
        f"{len(tried)} {'logs' if chosen.log_only else 'disks'}, {min(answers)} to {max(answers)} answers until each was "
        f"full: {broken} with a fault.\n"
    )
    return int(not broken) if chosen.control else int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
