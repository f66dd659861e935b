"""Bringing a database to the newest schema by numbered migrations, the same on both engines."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, make_url, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage.db import LOCK, engine
from maap.storage.soundness import refuse_unsound

_FOLDER = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str:
    """The number of the newest migration."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def is_newest(session: Session) -> bool:
    """Whether the database has the schema of this version."""
    return MigrationContext.configure(session.connection()).get_current_revision() == newest()


def migrate(target: Engine | None = None) -> bool:
    """Run the migrations that are missing, in one transaction. True when there were any.

    Raises Problem when the database does not answer or is newer than this version of the application, and Unsound
    where the embedded database must not be opened.
    """
    if target is None:
        refuse_unsound()
        url = make_url(settings().url)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        target = engine()
    try:
        connection = target.connect()
    except OperationalError as fault:
        raise Problem("The database does not answer. Start it, or correct its address, and start again.") from fault
    with connection:
        return _upgraded(connection)


def _upgraded(connection: Connection) -> bool:
    config = _config()
    at = MigrationContext.configure(connection).get_current_revision()
    connection.rollback()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if at is not None and at not in known:
        raise Problem(f"This database was made by a newer version of the application (schema {at}). Install it again.")
    if at == newest():
        return False
    with _tables_may_be_rebuilt(connection), connection.begin():
        if not _is_first(connection):
            return False
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        _refuse_lost_rows(connection)
    return True


def _is_first(connection: Connection) -> bool:
    """Whether the upgrade is this process's to do: of several that start at once, all but one wait and find it done."""
    if connection.dialect.name != "postgresql":
        return True
    connection.execute(text("select pg_advisory_xact_lock(:key)"), {"key": LOCK})
    return MigrationContext.configure(connection).get_current_revision() != newest()


@contextmanager
def _tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew and dropping the old one, which rows of other tables belong to.

    Whether they belong to something is asked at the end of it all instead. The switch is for outside a transaction.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("pragma foreign_keys = off")
    try:
        yield
    finally:
        driver.execute("pragma foreign_keys = on")


def _refuse_lost_rows(connection: Connection) -> None:
    """Undo a migration after which a row belongs to nothing. PostgreSQL has seen to it by itself."""
    if connection.dialect.name != "sqlite":
        return
    lost = sorted({str(row[0]) for row in connection.execute(text("pragma foreign_key_check"))})
    if lost:
        raise Problem(
            f"The upgrade was undone, because rows of {', '.join(lost)} belong to nothing any more. Go on with the old "
            "version; “restore --check” of older backups says since when."
        )
