"""The database: its engine, the one place that commits (`work`), and reading (`reading`).

SQLModel's default engine loses nearly all of many people's concurrent edits without an error. The cure is the same on
both engines: deeds happen one after the other. On SQLite write transactions begin IMMEDIATE, one writer at a time in
this process, WAL with full synchronisation; on PostgreSQL a deed first takes the house's advisory lock.
tests/storage holds the control run that must lose.
"""

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import lru_cache
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, event, make_url, text
from sqlalchemy.exc import InternalError, OperationalError, TimeoutError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, create_engine

from maap.domain.people import Actor, Refused
from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import keys, refused
from maap.storage.turns import Turns

try:
    import sqlcipher3.dbapi2 as _sqlcipher
except ImportError:  # no wheel for this machine
    _sqlcipher = None

WAL_SAFE = (3, 51, 3)
"""The first SQLite without the WAL-reset race (fixed March 2026)."""

PATIENCE = 15
"""Seconds that a deed waits for its turn before it gives up."""

LOCK = 0x4D414150
"""Any number that is ours: PostgreSQL's advisory lock of whoever writes."""
_writing = Turns()
_log = logging.getLogger("maap")

NOT_THERE = (OperationalError, InternalError, TimeoutError)
"""How a database that does not answer shows. Internal: a server that ended a deed because its process stood still, or
that may only be read since another one took its place."""
_ONLY_READ = "25006"
"""What PostgreSQL says to whoever would write then."""


class NotSaved(Problem):
    """The database did not take the deed. Nothing of it was stored."""

    def __init__(self) -> None:
        super().__init__(
            "The database did not answer, so nothing was saved. What you typed is still on the page: "
            "wait a minute and try again, and tell your coordinator if it goes on."
        )


class NoAnswer(Problem):
    """The database did not let anybody read. Nothing was asked to be stored."""

    def __init__(self) -> None:
        super().__init__("The database did not answer. Wait a minute and try again.")


class WrongKey(Problem):
    """The key file's key does not open the database."""

    def __init__(self) -> None:
        super().__init__(
            f"The key in {settings().key_file} does not open the database {settings().url}. Put the key of the "
            "recovery sheet into the key file. Set MAAP_ENCRYPTED=false only if the database was never encrypted."
        )


class Forgetful(Problem):
    """A database server that confirms what it has not stored durably."""

    def __init__(self) -> None:
        super().__init__(
            "The PostgreSQL server runs with fsync off, so a power cut would lose answers that people were told are "
            "saved. Set fsync = on in postgresql.conf, restart the server and start again."
        )


def _driver() -> tuple[ModuleType, bool]:
    """The SQLite driver and whether it can encrypt."""
    return (_sqlcipher, True) if _sqlcipher is not None else (sqlite3, False)


def has_safe_log() -> bool:
    """Whether the embedded database's engine is new enough for its write-ahead log."""
    return bool(_driver()[0].sqlite_version_info >= WAL_SAFE)


def is_encrypted() -> bool:
    """Whether the embedded database is, here and now."""
    return _driver()[1] and settings().encrypted and not settings().demonstration


def _pragmas(wal: bool) -> tuple[str, ...]:
    """How SQLite must behave. Without a safe WAL: the older journal, synchronised to the last step."""
    return (
        f"journal_mode={'WAL' if wal else 'DELETE'}",
        f"synchronous={'FULL' if wal else 'EXTRA'}",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "mmap_size=0",
        "temp_store=MEMORY",
        "secure_delete=ON",
    )


def _sqlite(url: str) -> Engine:
    driver, _ = _driver()
    key = keys.derived("database") if is_encrypted() else None
    pragmas = _pragmas(has_safe_log())
    engine = create_engine(
        url,
        module=driver,
        connect_args={"timeout": PATIENCE, "check_same_thread": False},
        pool_size=20,
        pool_use_lifo=True,  # the one used last still holds its pages; every other has to decrypt them again
    )

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # the driver must not emit BEGIN by itself
        cursor = connection.cursor()
        if key is not None:
            cursor.execute(f"PRAGMA key=\"x'{key.hex()}'\"")  # must come first
            cursor.execute("PRAGMA cipher_log_level=NONE")
        try:
            for pragma in pragmas:
                cursor.execute("PRAGMA " + pragma)
        except driver.DatabaseError as fault:
            if "not a database" in str(fault):
                raise WrongKey from None
            raise
        finally:
            cursor.close()

    @event.listens_for(engine, "begin")
    def _begun(connection: Any) -> None:
        connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE"))

    return engine


def _postgresql(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20, connect_args={"connect_timeout": 5})

    @event.listens_for(engine, "connect")
    def _connected(connection: Any, _record: Any) -> None:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("show fsync")
            if cursor.fetchone() != ("on",):
                raise Forgetful
            cursor.execute("set synchronous_commit = on")
            cursor.execute(f"set lock_timeout = '{PATIENCE}s'")
            cursor.execute("set idle_in_transaction_session_timeout = '60s'")  # a frozen process must not hold the lock
        connection.autocommit = False

    @event.listens_for(engine, "handle_error")
    def _went_wrong(context: Any) -> None:
        if getattr(context.original_exception, "sqlstate", "") == _ONLY_READ:
            context.is_disconnect = True  # the next deed looks anew for the server that may be written

    return engine


def engine_for(url: str) -> Engine:
    """An engine with the hooks that make it safe.

    Its first connection raises WrongKey, or Forgetful where the server has been told not to make commits durable.
    """
    return _sqlite(url) if make_url(url).get_backend_name() == "sqlite" else _postgresql(url)


@lru_cache(maxsize=2)
def _engine_of(url: str) -> Engine:
    return engine_for(url)


def engine() -> Engine:
    """The engine of this installation."""
    return _engine_of(settings().url)


def forget() -> None:
    """Let go of the engine: the next one begins with the key and the file that are there then."""
    engine().dispose()
    _engine_of.cache_clear()
    _reader_of.cache_clear()


@contextmanager
def _turn(writer: Engine) -> Iterator[None]:
    """On SQLite: one writer at a time in this process."""
    if writer.dialect.name != "sqlite":
        yield
        return
    if not _writing.acquire(timeout=PATIENCE):
        raise NotSaved
    try:
        yield
    finally:
        _writing.release()


@contextmanager
def _told_of_refusals() -> Iterator[None]:
    """Whoever is refused at a door inside leaves a line in the trail, once the refused deed is undone."""
    with refused.watched() as door:
        try:
            yield
        except Refused as refusal:
            if door and door.actor:
                _tell(door.actor, refusal)
            raise


def _tell(actor: Actor, refusal: Refused) -> None:
    try:
        with _deed(engine()) as session:
            refused.note(session, actor, refusal)
    except NotSaved:  # somebody who may not do a thing is told so, whether or not the database answers
        _log.warning("a refusal could not be written into the trail")


@contextmanager
def work(elsewhere: Engine | None = None) -> Iterator[Session]:
    """One deed: everything inside is stored together, durably, when the block ends; or nothing is.

    Deeds happen one after the other, so what one reads cannot change before it saves. Raises NotSaved when the
    database does not answer. Never draw inside it. ``elsewhere``: another database than the house's own.
    """
    with nullcontext() if elsewhere else _told_of_refusals(), _deed(elsewhere or engine()) as session:
        yield session


@contextmanager
def _deed(writer: Engine) -> Iterator[Session]:
    with _turn(writer), Session(writer, expire_on_commit=False) as session:
        try:
            if writer.dialect.name == "postgresql":
                session.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
            yield session
            session.commit()
        except StaleDataError:
            raise Problem("A colleague changed this at the same moment. Reload the page and look again.") from None
        except NOT_THERE as fault:
            raise NotSaved from fault
        finally:
            _undo(session)


def _undo(session: Session) -> None:
    """Whatever is not stored is undone. Where the line is gone the server has done it: that is nothing to end in."""
    with suppress(*NOT_THERE):
        session.rollback()


@lru_cache(maxsize=2)
def _reader_of(url: str) -> Engine:
    """The same engine, for whoever only reads."""
    snapshot: dict[str, Any] = {"sqlite_begin": "BEGIN"}
    if _engine_of(url).dialect.name == "postgresql":
        snapshot = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return _engine_of(url).execution_options(**snapshot)


@contextmanager
def reading() -> Iterator[Session]:
    """A snapshot to read from. It never waits for a writer and never stores anything.

    Raises NoAnswer when the database does not answer.
    """
    with _told_of_refusals(), _snapshot(_reader_of(settings().url)) as session:
        yield session


@contextmanager
def _snapshot(reader: Engine) -> Iterator[Session]:
    with Session(reader, expire_on_commit=False, autoflush=False) as session:
        try:
            yield session
        except NOT_THERE as fault:
            raise NoAnswer from fault
        finally:
            session.expunge_all()  # rows read stay readable after the rollback
            _undo(session)
