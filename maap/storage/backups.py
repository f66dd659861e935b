"""Backups: taken while people work, sealed, rotated, and proven by restoring them.

A copy of the database's file is no backup: it misses what still stands in the log beside it. SQLite is copied through
its own backup interface in one step, PostgreSQL by pg_dump in one snapshot. What a backup must hold (rows of each
table, and the trail's head) is written down at that same moment, and compared when it is restored.
"""

import json
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, func, literal, make_url, select, text, union_all
from sqlalchemy.exc import ProgrammingError
from sqlmodel import Session, SQLModel

from maap.domain.problems import Problem
from maap.domain.rotation import kept
from maap.settings import settings
from maap.storage import db, postgresql_tools, schema, trail
from maap.storage.sealed_files import heading_of, seal_file, unseal_file

_PURPOSE = "backup"
_ENDING = ".maap-backup"
_NAMED = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. ``head`` is the hash of the trail's last line, ``rows`` counts those of each table."""

    taken_at: str
    engine: str
    schema: str
    lines: int
    head: str
    rows: dict[str, int]


def folder() -> Path:
    """Where backups are kept."""
    return (settings().backup_folder or settings().folder / "backups").expanduser()


def take(now: datetime) -> Path:
    """Make a backup, and remove those that rotation no longer keeps. Raises Problem."""
    place = folder()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = place / f"{now.astimezone(UTC).strftime(_NAMED)}{_ENDING}"
    unfinished = target.with_suffix(".unfinished")
    with tempfile.TemporaryDirectory(prefix=".maap-", dir=place) as beside:
        copy = Path(beside) / "copy"
        manifest = _copied(db.engine(), copy, now)
        try:
            with copy.open("rb") as file:
                seal_file(file, unfinished, _PURPOSE, json.dumps(asdict(manifest)).encode())
            unfinished.rename(target)
        finally:
            unfinished.unlink(missing_ok=True)
    _rotate(place, now)
    return target


def made() -> list[tuple[datetime, Path]]:
    """Every backup there is, the newest first."""
    found = []
    for path in folder().glob(f"*{_ENDING}"):
        try:
            found.append((datetime.strptime(path.name.removesuffix(_ENDING), _NAMED).replace(tzinfo=UTC), path))
        except ValueError:
            continue
    return sorted(found, reverse=True)


def manifest_of(path: Path) -> Manifest:
    """What a backup says it holds. Raises Problem."""
    if not path.is_file():
        raise Problem(f"There is no backup {path}. “backup --list” names those there are.")
    return Manifest(**json.loads(heading_of(path, _PURPOSE)))


def check(path: Path) -> list[str]:
    """Restore a backup beside the house and say, in a sentence each, what is wrong with it."""
    manifest = manifest_of(path)
    with _opened(path, manifest) as restored:
        return list(faults_of(restored, manifest))


def restore(path: Path) -> Manifest:
    """Put a backup where this installation's database belongs: a place that must be empty. Raises Problem."""
    manifest = manifest_of(path)
    url = make_url(settings().url)
    if url.get_backend_name() != manifest.engine:
        raise Problem(f"This backup is of {manifest.engine}; this installation uses {url.get_backend_name()}.")
    if url.get_backend_name() == "sqlite":
        _into_file(path, Path(str(url.database)))
    else:
        _into_database(path, url)
    faults = list(faults_of(db.engine(), manifest))
    if faults:
        raise Problem("The backup was restored, but it is not whole: " + " ".join(faults))
    return manifest


def _copied(engine: Engine, copy: Path, now: datetime) -> Manifest:
    if engine.dialect.name == "sqlite":
        target = db.engine_for(f"sqlite:///{copy}")
        with engine.connect() as source, target.connect() as out:
            source.rollback()  # the copy takes a snapshot of its own
            out.rollback()
            _driver(source).backup(_driver(out))
        with Session(target) as session:
            manifest = manifest_now(session, now)
        with target.connect() as out:
            _driver(out).execute("pragma wal_checkpoint(truncate)")
        target.dispose()
        return manifest
    with Session(engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)) as session:
        snapshot = session.execute(text("select pg_export_snapshot()")).scalar_one()
        manifest = manifest_now(session, now)
        postgresql_tools.dump(engine.url, snapshot, copy)
    return manifest


def _driver(connection: Connection):  # type: ignore[no-untyped-def]
    return connection.connection.driver_connection


def manifest_now(session: Session, now: datetime) -> Manifest:
    """What a copy of the house must hold, at this moment."""
    lines, head = trail.head(session)
    return Manifest(
        taken_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        engine=session.get_bind().dialect.name,
        schema=schema.newest(),
        lines=lines,
        head=head,
        rows=_rows(session),
    )


def _rows(session: Session) -> dict[str, int]:
    """How many rows each of our tables has, in one statement."""
    tables = SQLModel.metadata.tables
    counts = [select(literal(name), func.count()).select_from(tables[name]) for name in sorted(tables)]
    return {name: n for name, n in session.execute(union_all(*counts)).all()}  # noqa: C416


def _rotate(place: Path, now: datetime) -> None:
    backups = dict(made())
    keep = kept(backups, now)
    for at, path in backups.items():
        if at not in keep and path.parent == place:
            path.unlink(missing_ok=True)


@contextmanager
def _opened(path: Path, manifest: Manifest) -> Iterator[Engine]:
    """The backup, restored to a place that is thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix=".maap-", dir=path.parent) as beside:
        copy = Path(beside) / "copy"
        unseal_file(path, copy, _PURPOSE)
        if manifest.engine == "sqlite":
            engine = db.engine_for(f"sqlite:///{copy}")
            try:
                yield engine
            finally:
                engine.dispose()
        else:
            with _spare_database() as url:
                postgresql_tools.load(url, copy)
                engine = db.engine_for(url.render_as_string(hide_password=False))
                try:
                    yield engine
                finally:
                    engine.dispose()


@contextmanager
def _spare_database() -> Iterator[URL]:
    """An empty database on the house's own server, for the length of a check."""
    url = make_url(settings().url)
    if url.get_backend_name() != "postgresql":
        raise Problem("A backup of PostgreSQL is checked on its server. Set MAAP_DATABASE_URL to it.")
    name = f"maap_check_{secrets.token_hex(8)}"
    keeper = create_engine(url, isolation_level="AUTOCOMMIT")
    try:
        try:
            with keeper.connect() as connection:
                connection.execute(text(f'create database "{name}" template template0'))
        except ProgrammingError:
            raise Problem(
                "Each backup is proven in a spare database, and the house's role may not make one. As PostgreSQL's "
                f"owner run: alter role {url.username} createdb"
            ) from None
        yield url.set(database=name)
    finally:
        with keeper.connect() as connection:
            connection.execute(text(f'drop database if exists "{name}" with (force)'))
        keeper.dispose()


def faults_of(engine: Engine, manifest: Manifest) -> Iterator[str]:
    """Where a copy is not what its manifest says, in a sentence each."""
    if engine.dialect.name == "sqlite":
        yield from _sqlite_faults(engine)
    with Session(engine) as session:
        rows = _rows(session)
        for name, count in manifest.rows.items():
            if rows.get(name) != count:
                yield f"The table {name} has {rows.get(name)} rows; the backup was taken with {count}."
        if trail.head(session) != (manifest.lines, manifest.head):
            yield "The trail does not end where it ended when the backup was taken."
        yield from trail.faults(session)


def _sqlite_faults(engine: Engine) -> Iterator[str]:
    with engine.connect() as connection:
        for pragma in ("integrity_check", "foreign_key_check", "cipher_integrity_check"):
            told = [str(row[0]) for row in _driver(connection).execute(f"pragma {pragma}")]
            if told and told != ["ok"]:
                yield f"SQLite’s {pragma} says: {'; '.join(told[:3])}."


def _into_file(path: Path, target: Path) -> None:
    if target.exists():
        raise Problem(
            f"There is a database at {target} already, and nothing is ever written over. "
            "Stop the application, move the file (and those ending -wal and -shm) away, and restore again."
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    unseal_file(path, unfinished, _PURPOSE)
    unfinished.rename(target)


def _into_database(path: Path, url: URL) -> None:
    with db.engine().connect() as connection:
        there = connection.execute(text("select count(*) from pg_tables where schemaname = 'public'")).scalar_one()
    if there:
        raise Problem(
            "The database is not empty, and nothing is ever written over. Make an empty one and restore there."
        )
    with tempfile.TemporaryDirectory(prefix=".maap-", dir=path.parent) as beside:
        dump = Path(beside) / "dump"
        unseal_file(path, dump, _PURPOSE)
        postgresql_tools.load(url, dump)
