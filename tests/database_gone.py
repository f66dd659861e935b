"""The database does not answer: as when its server is stopped, or takes nothing that is to be stored."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from maap.storage import db


@contextmanager
def gone(only_writing: bool = False) -> Iterator[None]:
    """As when the server is stopped, or when it takes nothing that is to be stored."""

    def refuse(connection: object) -> None:
        if only_writing and connection.get_execution_options().get("sqlite_begin") == "BEGIN":  # type: ignore[attr-defined]
            return
        raise OperationalError("begin", {}, Exception("gone"))

    event.listen(db.engine(), "begin", refuse)
    try:
        yield
    finally:
        event.remove(db.engine(), "begin", refuse)
