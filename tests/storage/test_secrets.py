"""Nobody reads the database without its key, and nobody else on the machine reads the key."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from maap.settings import settings
from maap.storage import db, keys
from maap.storage.db import WrongKey, reading, work
from maap.storage.keys import KeyUnsafe
from maap.storage.schema import migrate
from tests import factories as make
from tests.storage.conftest import settle

CANARY = "canary-7f3a the plan was clear"


def _write_the_canary() -> None:
    with work() as session:
        police = make.agency(session, "police")
        row = make.a_return(session, make.case(session, make.audit(session, police)), police)
        make.answer(session, row, "notes", CANARY)


def _files_with(folder: Path, words: str) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file() and words.encode() in path.read_bytes())


def test_no_file_of_an_encrypted_database_holds_readable_text(sqlite_encrypted: Engine, tmp_path: Path) -> None:
    _write_the_canary()
    assert (tmp_path / "maap.db-wal").stat().st_size > 0
    assert _files_with(tmp_path, CANARY) == _files_with(tmp_path, "SQLite format 3") == []
    sqlite_encrypted.dispose()
    assert _files_with(tmp_path, CANARY) == []


def test_the_files_of_a_plain_one_do(sqlite_plain: Engine, tmp_path: Path) -> None:
    _write_the_canary()
    assert "maap.db-wal" in _files_with(tmp_path, CANARY)


def test_another_key_is_refused_in_a_sentence_that_says_what_to_do(
    sqlite_encrypted: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_the_canary()
    sqlite_encrypted.dispose()
    elsewhere = tmp_path / "moved"
    elsewhere.mkdir()
    shutil.copy(tmp_path / "maap.db", elsewhere)
    settle(monkeypatch, elsewhere, encrypted=True)
    for start in _every_way_in():
        with pytest.raises(WrongKey, match="recovery sheet"):
            start()


def test_a_plain_database_started_as_an_encrypted_one_is_refused_in_a_sentence(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = database.parent / "moved"
    elsewhere.mkdir()
    shutil.copy(database, elsewhere)
    settle(monkeypatch, elsewhere, encrypted=True)
    for start in _every_way_in():
        with pytest.raises(WrongKey, match="never encrypted"):
            start()


def test_an_encrypted_database_started_as_a_plain_one_is_refused_in_a_sentence(
    encrypted_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(encrypted_folder / "maap.db", tmp_path)
    settle(monkeypatch, tmp_path, encrypted=False)
    for start in _every_way_in():
        with pytest.raises(WrongKey, match="MAAP_ENCRYPTED"):
            start()


def _every_way_in() -> list[Callable[[], object]]:
    def read() -> None:
        with reading() as session:
            session.execute(text("select 1 from agency"))

    def write() -> None:
        with work() as session:
            make.agency(session)

    return [migrate, read, write]


def test_a_flipped_byte_is_noticed_and_not_read_as_an_answer(sqlite_encrypted: Engine, tmp_path: Path) -> None:
    _write_the_canary()
    sqlite_encrypted.dispose()
    file = tmp_path / "maap.db"
    body = bytearray(file.read_bytes())
    for page in range(1, len(body) // 4096):
        body[page * 4096 + 99] ^= 1
    file.write_bytes(body)
    with pytest.raises(Exception, match="malformed"):
        _every_way_in()[1]()


def test_a_key_file_that_others_can_read_stops_the_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch, tmp_path, encrypted=True)
    file = settings().key_file
    file.parent.mkdir()
    file.write_text("ab" * 32)
    for mode in (0o644, 0o640, 0o604):
        file.chmod(mode)
        with pytest.raises(KeyUnsafe, match="chmod 600"):
            migrate()
    assert not (tmp_path / "maap.db").exists()
    file.chmod(0o600)
    assert migrate()
    db.engine().dispose()


def test_a_key_file_that_the_house_may_not_read_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> str:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(keys.KeyUnsafe, match="Give the file to the user of the house"):
        keys.secret_in(tmp_path / "key")


@pytest.mark.parametrize("text_in_it", ["", "no key", "ab" * 31, "ab" * 33])
def test_a_key_file_without_a_key_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text_in_it: str
) -> None:
    settle(monkeypatch, tmp_path, encrypted=True)
    settings().key_file.parent.mkdir()
    settings().key_file.write_text(text_in_it)
    settings().key_file.chmod(0o600)
    with pytest.raises(KeyUnsafe, match="64 hexadecimal digits"):
        migrate()


def test_a_new_key_is_made_for_its_owner_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch, tmp_path, encrypted=True)
    keys.derived("database")
    assert settings().key_file.stat().st_mode & 0o777 == 0o600
    assert settings().key_file.parent.stat().st_mode & 0o777 == 0o700


def test_every_purpose_has_a_key_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(monkeypatch, tmp_path, encrypted=True)
    purposes = ["database", "trail", "throttle"]
    assert len({keys.derived(purpose) for purpose in purposes} | {bytes.fromhex(keys.recovery_sheet())}) == 4
    assert keys.derived("trail") == keys.derived("trail")


def test_the_recovery_sheet_opens_the_database_again(
    sqlite_encrypted: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _write_the_canary()
    sheet = keys.recovery_sheet()
    sqlite_encrypted.dispose()
    elsewhere = tmp_path / "restored"
    elsewhere.mkdir()
    shutil.copy(tmp_path / "maap.db", elsewhere)
    settle(monkeypatch, elsewhere, encrypted=True)
    settings().key_file.parent.mkdir()
    settings().key_file.write_text(sheet)
    settings().key_file.chmod(0o600)
    with reading() as session:
        assert session.execute(text("select value from answer")).scalar() == f'"{CANARY}"'
    db.engine().dispose()
