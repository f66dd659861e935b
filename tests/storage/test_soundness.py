"""What is wrong at a start is refused or said in one sentence that tells what to do."""

import logging
import os
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session

from maap.outside.clock import now
from maap.storage import db, soundness
from maap.storage.db import reading, work
from maap.storage.schema import migrate
from maap.storage.soundness import NOT_ALONE, Unsound, alone, file_system_of, refuse_unsound, worries
from maap.storage.trail import record_by_the_house
from maap.web import opening
from tests.storage.conftest import settle

MOUNTS = """\
21 26 0:19 / /proc rw,relatime shared:5 - proc proc rw
26 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 26 0:40 / /srv/house\\040files rw,relatime - nfs4 fileserver:/export rw,vers=4.2
31 26 0:41 / /mnt/share rw - cifs //server/share rw
32 30 0:42 / /srv/house\\040files/local rw - xfs /dev/sdb1 rw
"""


def _said(at_later: timedelta = timedelta(0)) -> list[str]:
    with reading() as session:
        return list(worries(session, now() + at_later))


def _lines(many: int = 3) -> None:
    for _ in range(many):
        with work() as session:
            record_by_the_house(session, now(), "did something")


@pytest.mark.parametrize(
    ("place", "kind"),
    [
        ("/srv/house files/maap.db", "nfs4"),
        ("/srv/house files/local/maap.db", "xfs"),
        ("/mnt/share/a/b/maap.db", "cifs"),
        ("/mnt/shared/maap.db", "ext4"),
        ("/var/lib/maap/maap.db", "ext4"),
    ],
)
def test_the_file_system_of_a_database_is_that_of_the_nearest_mount(place: str, kind: str) -> None:
    assert file_system_of(Path(place), MOUNTS) == kind
    assert file_system_of(Path(place), "") == ""


def test_a_database_across_a_network_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch, tmp_path)
    (tmp_path / "mounts").write_text(f"30 26 0:40 / {tmp_path} rw - nfs4 fileserver:/export rw")
    monkeypatch.setattr(soundness, "MOUNTED", tmp_path / "mounts")
    with pytest.raises(Unsound, match=r"another machine's disk \(nfs4\).*MAAP_FOLDER"):
        migrate()
    assert not (tmp_path / "maap.db").exists()


@pytest.mark.parametrize("what", ["", "maap.db"])
def test_a_disk_that_cannot_be_written_to_stops_the_start(
    database: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    unwritable, honest = database.parent / what, os.access
    monkeypatch.setattr(os, "access", lambda place, how: Path(place) != unwritable and honest(place, how))
    with pytest.raises(Unsound, match="cannot be written to"):
        migrate()


def test_a_sound_house_is_refused_nothing_and_told_nothing(database: Path) -> None:
    """The control."""
    _lines()
    refuse_unsound()
    assert database.exists() and _said() == []


def test_a_second_process_on_the_same_file_is_told_so(database: Path) -> None:
    with alone() as first, alone() as second:
        assert (first, second) == (True, False)
    with alone() as again:
        assert again and "one process" in NOT_ALONE
    assert database.exists()


@pytest.mark.usefixtures("database")
def test_an_old_engine_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        sqlite_version_info = (3, 40, 1)

    monkeypatch.setattr(db, "_driver", lambda: (Old, False))
    (sentence,) = _said()
    assert "sqlcipher3" in sentence


def test_an_old_engine_writes_with_the_journal_that_loses_nothing(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "_driver", lambda: (sqlite3, False))
    monkeypatch.setattr(db, "WAL_SAFE", (99, 0, 0))
    db.forget()
    with reading() as session:
        told = [session.execute(text(f"pragma {name}")).scalar() for name in ("journal_mode", "synchronous")]
    assert told == ["delete", 3] and database.exists()
    db.forget()


def test_nobody_can_set_the_database_to_lose_what_was_acknowledged(engine: Engine) -> None:
    """SQLite: full synchronisation at every connection; PostgreSQL: whatever the server says, commits are waited for."""
    with reading() as session:
        if engine.dialect.name == "sqlite":
            assert session.execute(text("pragma synchronous")).scalar() == 2
        else:
            assert session.execute(text("show synchronous_commit")).scalar() == "on"


@pytest.mark.usefixtures("database")
def test_a_clock_before_the_trails_last_line_is_named() -> None:
    _lines()
    (sentence,) = _said(at_later=-timedelta(hours=2))
    assert "Set the clock" in sentence and _said(at_later=-timedelta(minutes=4)) == []


@pytest.mark.parametrize(
    "harm", ["drop trigger trail_no_update", "update trail set deed = 'did another thing' where id = 2"]
)
def test_a_trail_without_its_guard_or_with_another_line_is_named(database: Path, harm: str) -> None:
    _lines()
    with Session(db.engine()) as session:
        session.execute(text("drop trigger trail_no_update"))
        session.execute(text(harm) if harm.startswith("update") else text("select 1"))
        session.commit()
    said = " ".join(_said())
    assert "trail_no_update" in said and database.exists()
    assert ("verify-log" in said) == harm.startswith("update")


def test_what_is_said_stands_on_the_console_of_a_start(database: Path, caplog: pytest.LogCaptureFixture) -> None:
    with Session(db.engine()) as session:
        session.execute(text("drop trigger trail_no_delete"))
        session.commit()
    with caplog.at_level(logging.ERROR, "maap"):
        opening._look_over()
    assert "trail_no_delete" in caplog.text and database.exists()
