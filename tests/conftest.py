"""The one seam: every test that needs a database gets an empty, migrated one of its own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as hypothesis
from sqlalchemy import Engine
from sqlmodel import Session

from maap.settings import settings
from maap.storage import db
from maap.storage.schema import migrate

# The same examples in every run: what a run of chance may find is for `tests/long` and `tests/attack`, by command.
hypothesis.register_profile("same every time", derandomize=True, database=None)
hypothesis.load_profile("same every time")
_COMPILED: dict[str, Engine] = {}


def _settle(monkeypatch: pytest.MonkeyPatch, folder: Path, **chosen: str) -> None:
    monkeypatch.setenv("MAAP_FOLDER", str(folder))
    monkeypatch.setenv("MAAP_KEY_FILE", str(folder / "elsewhere" / "key"))
    for name, value in chosen.items():
        monkeypatch.setenv(f"MAAP_{name.upper()}", value)
    settings.cache_clear()


def compiled_once(engine: Engine) -> None:
    """Every test has an engine of its own, and all of them the statements that were compiled for one before.

    Compiling was a quarter of the work of the tests that need a database. What differs, the file, is the pool's affair.
    """
    first = _COMPILED.setdefault("first", engine)
    first._compiled_cache.capacity = 5_000
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database file to copy."""
    folder = tmp_path_factory.mktemp("template")
    with pytest.MonkeyPatch.context() as patch:
        _settle(patch, folder, encrypted="false")
        engine = db.engine_for(settings().url)
        migrate(engine)
        engine.dispose()
    settings.cache_clear()
    return folder / "maap.db"


@pytest.fixture
def database(tmp_path: Path, empty_database: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file of this test's own database, which `work` and `reading` use."""
    shutil.copy(empty_database, tmp_path / "maap.db")
    _settle(monkeypatch, tmp_path, encrypted="false")
    compiled_once(db.engine())
    yield tmp_path / "maap.db"
    db.engine().dispose()
    settings.cache_clear()


@pytest.fixture
def session(database: Path) -> Iterator[Session]:
    """A session that is undone after the test."""
    with Session(db.engine(), expire_on_commit=False) as opened:
        yield opened
        opened.rollback()
