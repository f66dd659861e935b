"""Nothing that people wrote can be read in any file that an encrypted house leaves on a disk.

Fifty sentences are saved, the process is killed in the midst of it, and every file is searched: database, log, shared
memory, journal, backups, the witness's book, the copied trail, the console. MAAP_TEST_FLIPS sets how many single bits
of the database's file are turned: each must be noticed.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import backups, copied_trail, db, witness
from maap.storage import tables as t
from maap.storage.db import reading, work
from maap.storage.forms import freeze
from maap.usecases.answering import Given, save_answer
from tests import factories as make
from tests.house.source import ROOT
from tests.usecases.test_answering import FORM

FLIPS = int(os.environ.get("MAAP_TEST_FLIPS", "60"))
CANARIES = [f"Canary number {n} sang before dawn" for n in range(50)]


def _saved() -> None:
    """Fifty sentences: answers with their history, and what else people write."""
    with work() as session:
        police = make.agency(session, "police", remit=CANARIES[0])
        audit = make.audit(session, police, stage="fieldwork", title=CANARIES[1])
        freeze(audit, FORM)
        case = make.case(session, audit)
        row = make.a_return(session, case, police)
        person = make.person(session, Role.AUDITOR, agency=police, name=CANARIES[2])
        session.add(t.NamedAuditor(audit_id=audit.id, agency_id=police.id, person_id=person.id))
        make.issue(session, audit, police, text=CANARIES[3])
        make.action(session, audit, police, text=CANARIES[4], measure=CANARIES[5])
        make.finding(session, audit, text=CANARIES[6])
        make.voice(session, case, CANARIES[7])
        session.add(t.Letter(person_id=person.id, kind="x", subject=CANARIES[8], body=CANARIES[9], written_at=make.NOW))
        actor, number = make.actor(person, Role.AUDITOR), row.id or 0
    for seen, words in enumerate(CANARIES[10:]):
        with work() as session:
            save_answer(session, actor, number, Given("notes", words, seen))


def _killed_while_saving() -> None:
    """As it is with people at work: the log still holds what was saved last."""
    db.engine().dispose()
    child = os.fork()
    if child == 0:
        try:
            _saved()
            os.kill(os.getpid(), signal.SIGKILL)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status)


def _found(*folders: Path) -> dict[str, int]:
    """Each file with the number of sentences that can be read in it."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    assert files
    read = {path.name: path.read_bytes() for path in files}
    return {name: n for name, data in read.items() if (n := sum(words.encode() in data for words in CANARIES))}


def _taken_outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that the house writes beside its database: backups, the witness's word, a copy of the trail."""
    monkeypatch.setenv("MAAP_TRAIL_COPY_FOLDER", str(tmp_path / "copied"))
    settings.cache_clear()
    backups.check(backups.take(make.NOW))
    with reading() as session:
        witness.testify(session, make.NOW)
        assert copied_trail.copy_new_lines(session, make.NOW) >= len(CANARIES) - 10


@pytest.fixture
def temporary(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The only place for temporary files, of this process and of SQLite."""
    folder = tmp_path_factory.mktemp("temporary")
    for name in ("TMPDIR", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield folder
    monkeypatch.setattr(tempfile, "tempdir", None)


def test_no_sentence_can_be_read_in_any_file(
    sqlite_encrypted: Engine, tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _killed_while_saving()
    assert (tmp_path / "maap.db-wal").stat().st_size > 0
    assert _found(tmp_path) == {}
    _taken_outside(tmp_path, monkeypatch)
    assert _found(tmp_path) == {} and list(temporary.rglob("*")) == []
    assert {path.suffix for path in tmp_path.rglob("*")} >= {".db", ".maap-backup", ".jsonl", ".txt"}


def test_a_plain_house_holds_them_in_its_files(database: Path) -> None:
    """The control."""
    _killed_while_saving()
    found = _found(database.parent)
    assert sum(found.values()) >= len(CANARIES) and "maap.db-wal" in found


def test_nor_can_they_be_read_in_a_journal(sqlite_encrypted: Engine, tmp_path: Path) -> None:
    """Where there is no safe log, SQLite keeps what is about to change beside the file."""
    _saved()
    db.engine().dispose()
    with closing(db.engine().raw_connection()) as line:
        driver = line.driver_connection
        assert driver is not None
        driver.execute("pragma journal_mode = delete")
        driver.execute("begin immediate")
        driver.execute("update answerversion set value = value || ' '")
        driver.execute("pragma cache_spill = on")
        assert (tmp_path / "maap.db-journal").exists()
        assert _found(tmp_path) == {}
        driver.execute("rollback")
        line.invalidate()


FAULTY = f"""
import logging
from maap.outside.logs import keep_a_log
from maap.storage.db import work
from maap.storage import tables as t
keep_a_log(%s)
try:
    with work() as session:
        session.add(t.Agency(id=1, key="police", name={CANARIES[0]!r}, short_name={CANARIES[1]!r}))
except Exception as fault:
    logging.getLogger("maap").error("reference %%s", "7F3A", exc_info=fault)
"""


@pytest.mark.parametrize("as_json", [True, False])
def test_the_console_tells_of_a_fault_without_a_sentence_of_anybody(
    sqlite_encrypted: Engine, tmp_path: Path, as_json: bool
) -> None:
    _saved()
    db.engine().dispose()
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", FAULTY % as_json]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60)
    (tmp_path / "console").write_text(ran.stdout + ran.stderr)
    assert "IntegrityError" in ran.stderr and "7F3A" in ran.stderr
    assert _found(tmp_path) == {}


def _is_noticed(file: Path) -> bool:
    """Whether the house refuses to open it, or the database says which page was changed."""
    try:
        with db.engine().connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            told = driver.execute("pragma cipher_integrity_check").fetchall()
            return bool(told)
    except (DatabaseError, Problem):
        return True
    finally:
        db.engine().dispose()


def test_each_single_bit_that_is_turned_is_noticed(sqlite_encrypted: Engine, tmp_path: Path) -> None:
    _saved()
    db.engine().dispose()
    file, chance, missed = tmp_path / "maap.db", random.Random(20260303), []
    whole = file.read_bytes()
    assert not _is_noticed(file), "the control: an untouched file is in order"
    for _ in range(FLIPS):
        body, at = bytearray(whole), chance.randrange(len(whole))
        body[at] ^= 1 << chance.randrange(8)
        file.write_bytes(body)
        for left in ("-wal", "-shm"):
            file.with_name(file.name + left).unlink(missing_ok=True)
        if not _is_noticed(file):
            missed.append(at)
    assert missed == []
