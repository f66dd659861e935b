"""The embedded database, held by nobody else and written once more under another key."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from maap.domain.problems import Problem
from maap.storage import db, keys


class InUse(Problem):
    """Another process has the database open."""

    def __init__(self) -> None:
        super().__init__("The database is in use. Stop every process of the house first; nothing was changed.")


@contextmanager
def held_alone(place: Path) -> Iterator[Any]:
    """The driver's connection that keeps everybody else out until the block ends. Raises InUse."""
    engine = db.engine_for(f"sqlite:///{place}")
    try:
        with closing(engine.raw_connection()) as pooled:
            held: Any = pooled.driver_connection
            if not _is_alone(held):
                raise InUse
            try:
                yield held
            finally:
                held.execute("pragma locking_mode=NORMAL")
    finally:
        engine.dispose()


def _is_alone(held: Any) -> bool:
    """Leave the shared log, which only the last connection can; then keep the lock."""
    held.execute("pragma busy_timeout=500")
    held.execute("pragma locking_mode=EXCLUSIVE")
    try:
        mode = held.execute("pragma journal_mode=DELETE").fetchone()[0]
        held.execute("begin exclusive")
        held.execute("commit")
    except Exception as fault:
        if "locked" in str(fault):
            return False
        raise
    return str(mode) == "delete"


def sealed_anew(held: Any, target: Path, secret: bytes) -> None:
    """Everything the connection's database holds, in a new file under the key of this secret."""
    target.unlink(missing_ok=True)
    if not db.is_encrypted():
        with plain_file(target) as engine, closing(engine.raw_connection()) as out:
            held.backup(out.driver_connection)
        return
    with keys.using(secret):
        key = keys.derived("database").hex()
    held.execute("attach database ? as anew key ?", (str(target), f"x'{key}'"))
    held.execute("select sqlcipher_export('anew')")
    held.execute("detach database anew")


@contextmanager
def plain_file(file: Path) -> Iterator[Engine]:
    """An engine on a file that has no log beside it once the block ends."""
    engine = db.engine_for(f"sqlite:///{file}")
    try:
        yield engine
        engine.dispose()
        with closing(engine.raw_connection()) as connection:
            connection.cursor().execute("pragma journal_mode=DELETE")
    finally:
        engine.dispose()
