"""A house in which somebody chose to load the demonstration: filled once for all tests, which change nothing."""

import shutil
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import Session

from maap import demonstration
from maap.outside.configuration import load
from maap.settings import settings
from maap.storage import db
from maap.usecases.setup import SetUp, set_up
from tests.conftest import _settle

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
REAL = SetUp(
    partnership="Example Partnership",
    short_name="EP",
    name="Somebody Real",
    email="somebody@example.gov.uk",
    password="violet harbour sandwich",
)
LONGEST = 40
"""Seconds that filling may take."""


@pytest.fixture(scope="package")
def house(tmp_path_factory: pytest.TempPathFactory, empty_database: Path) -> Iterator[float]:
    """The seconds of computing that it took to fill."""
    folder = tmp_path_factory.mktemp("demonstration")
    shutil.copy(empty_database, folder / "maap.db")
    with pytest.MonkeyPatch.context() as patch:
        _settle(patch, folder, encrypted="false")
        with db.work() as session:
            set_up(session, REAL, load(settings().config), NOW)
            began = time.process_time()
            demonstration.fill(session, NOW)
            took = time.process_time() - began
        yield took
        db.engine().dispose()
    settings.cache_clear()


@pytest.fixture
def shown(house: float) -> Iterator[Session]:
    """A session in the filled house; what a test does is undone."""
    with Session(db.engine(), expire_on_commit=False) as session:
        yield session
        session.rollback()
