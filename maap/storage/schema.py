"""Bringing a database to the newest schema by numbered migrations, the same on both engines."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, make_url
from sqlmodel import Session

from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage.db import engine
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

    Raises Problem when the database is newer than this version of the application, and Unsound where the embedded
    database must not be opened.
    """
    if target is None:
        refuse_unsound()
        url = make_url(settings().url)
        if url.get_backend_name() == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        target = engine()
    config = _config()
    with target.connect() as connection:
        at = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        if at is not None and at not in known:
            raise Problem(
                f"This database was made by a newer version of the application (schema {at}). Install it again."
            )
        if at == newest():
            return False
        with connection.begin():
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return True
