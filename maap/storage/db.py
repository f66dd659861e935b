"""The database: its engine, the one place that commits (`work`), and reading (`reading`).

SQLModel's default engine loses nearly all of many people's concurrent edits without an error. The hooks below are
the cure on SQLite: write transactions begin IMMEDIATE, one writer at a time in this process, WAL with full
synchronisation. tests/storage holds the control run that must lose.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, event, make_url
from sqlalchemy.exc import DBAPIError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, create_engine

from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import keys

try:
    import sqlcipher3.dbapi2 as _sqlcipher
except ImportError:  # no wheel for this machine
    _sqlcipher = None

WAL_SAFE = (3, 51, 3)
"""The first SQLite without the WAL-reset race (fixed March 2026)."""

_writing = threading.Lock()


class NotSaved(Problem):
    """The database did not take the deed. Nothing of it was stored."""

    def __init__(self) -> None:
        super().__init__(
            "The database did not answer, so nothing was saved. What you typed is still on the page: "
            "wait a minute and try again, and tell your coordinator if it goes on."
        )


def _driver() -> tuple[ModuleType, bool]:
    """The SQLite driver and whether it can encrypt."""
    return (_sqlcipher, True) if _sqlcipher is not None else (sqlite3, False)


def _sqlite(url: str) -> Engine:
    driver, can_encrypt = _driver()
    config = settings()
    key = keys.derived("database") if can_encrypt and config.encrypted and not config.demonstration else None
    safe = driver.sqlite_version_info >= WAL_SAFE
    engine = create_engine(url, module=driver, connect_args={"timeout": 15, "check_same_thread": False}, pool_size=20)

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not emit BEGIN by itself
        cursor = connection.cursor()
        if key is not None:
            cursor.execute(f"PRAGMA key=\"x'{key.hex()}'\"")  # must come first
        for pragma in (
            f"journal_mode={'WAL' if safe else 'DELETE'}",
            f"synchronous={'FULL' if safe else 'EXTRA'}",
            "foreign_keys=ON",
            "recursive_triggers=ON",
            "trusted_schema=OFF",
            "cell_size_check=ON",
            "mmap_size=0",
            "temp_store=MEMORY",
            "secure_delete=ON",
        ):
            cursor.execute("PRAGMA " + pragma)
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE"))

    return engine


def engine_for(url: str) -> Engine:
    """An engine with the hooks that make it safe.

    Raises Problem where the database has been told not to make commits durable.
    """
    if make_url(url).get_backend_name() == "sqlite":
        return _sqlite(url)
    return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args={"connect_timeout": 5})


@lru_cache(maxsize=2)
def _engine_of(url: str) -> Engine:
    return engine_for(url)


def engine() -> Engine:
    """The engine of this installation."""
    return _engine_of(settings().url)


@contextmanager
def work() -> Iterator[Session]:
    """One deed: everything inside is stored together, durably, when the block ends; or nothing is.

    Raises NotSaved when the database does not answer. Never draw inside it.
    """
    writer = engine()
    lock = _writing if writer.dialect.name == "sqlite" else threading.Lock()
    with lock, Session(writer, expire_on_commit=False) as session:
        try:
            yield session
            session.commit()
        except StaleDataError:
            session.rollback()
            raise Problem("A colleague changed this at the same moment. Reload the page and look again.") from None
        except (OperationalError, TimeoutError, DBAPIError) as fault:
            session.rollback()
            if isinstance(fault, DBAPIError) and not isinstance(fault, OperationalError):
                raise  # a broken constraint is a bug, not an absent database
            raise NotSaved from fault


@contextmanager
def reading() -> Iterator[Session]:
    """A snapshot to read from. It never waits for a writer and never stores anything.

    Raises Problem when the database does not answer.
    """
    reader = engine().execution_options(sqlite_begin="BEGIN")
    with Session(reader, expire_on_commit=False, autoflush=False) as session:
        try:
            yield session
        except OperationalError as fault:
            raise Problem("The database did not answer. Wait a minute and reload the page.") from fault
        finally:
            session.expunge_all()  # rows read stay readable after the rollback
            session.rollback()
