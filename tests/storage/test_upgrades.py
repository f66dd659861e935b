"""A house of any earlier release, filled, is brought to this version: every row is what it was, and the trail holds.

The process may be killed on the way: the house is then as it was, or ready. MAAP_TEST_UPGRADES=all tries every release
on every engine, and MAAP_TEST_UPGRADE_KILLS sets how often the process is killed.
"""

import os
import random
import signal
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text
from sqlmodel import Session

from maap import demonstration
from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import archive, db, schema, trail
from maap.storage.db import reading, work
from maap.storage.trail_values import value_faults
from maap.usecases.setup import furnish
from tests import factories as make
from tests.storage.conftest import Server, settle
from tests.usecases.furnished import shipped

RELEASES = [script.revision for script in ScriptDirectory.from_config(schema._config()).walk_revisions()][::-1]
EARLIER = RELEASES[:-1] if os.environ.get("MAAP_TEST_UPGRADES") == "all" else [RELEASES[0], RELEASES[-2]]
KILLS = int(os.environ.get("MAAP_TEST_UPGRADE_KILLS", "4"))
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def demonstrated(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """The key of a whole demonstration of today, and its rows."""
    folder = tmp_path_factory.mktemp("demonstrated")
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, folder)
        schema.migrate()
        with work() as session:
            loaded = shipped()
            furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded, demonstration=True)
            demonstration.fill(session, make.NOW)
        with reading() as session:
            rows = {
                table.name: [
                    dict(row) for row in session.execute(sa.select(table).order_by(*table.primary_key)).mappings()
                ]
                for table in archive.tables()
            }
        key = settings().key_file
        db.engine().dispose()
    settings.cache_clear()
    return key, rows


@pytest.fixture(params=["sqlite plain", "sqlite encrypted", "postgresql"])
def empty(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    demonstrated: tuple[Path, Rows],
) -> Iterator[Engine]:
    """An engine with nothing behind it yet, not even tables, under the demonstration's key."""
    server: Server | None = request.getfixturevalue("postgresql") if request.param == "postgresql" else None
    name = "t" + uuid.uuid4().hex[:10]
    if server:
        server.tell(f"create database {name} template template0")
    settle(monkeypatch, tmp_path, "encrypted" in request.param, server.address(name) if server else "")
    monkeypatch.setenv("MAAP_KEY_FILE", str(demonstrated[0]))
    settings.cache_clear()
    yield db.engine()
    db.engine().dispose()
    if server:
        server.tell(f"drop database {name} with (force)")
    settings.cache_clear()


def _of_release(engine: Engine, release: str, today: Rows) -> Rows:
    """Bring an empty house to a release and fill it with what that release had room for. What was put there."""
    config = schema._config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, release)
    put: Rows = {}
    with engine.begin() as connection:
        is_sqlite = engine.dialect.name == "sqlite"  # a case may be replaced by one that comes later
        connection.execute(
            text("pragma defer_foreign_keys = on" if is_sqlite else "set local session_replication_role = replica")
        )
        found = sa.inspect(connection)
        for table in archive.tables():
            if not found.has_table(table.name):
                continue
            there = {column["name"]: column for column in found.get_columns(table.name)}
            old = sa.table(table.name, *(sa.column(c.name, c.type) for c in table.columns if c.name in there))
            rows = [{name: row[name] for name in old.columns.keys()} for row in today[table.name]]  # noqa: SIM118
            rows = [row for row in rows if all(row[name] is not None or there[name]["nullable"] for name in row)]
            put[table.name] = rows
            if rows:
                connection.execute(sa.insert(old), rows)
    return put


def _standing(put: Rows) -> Rows:
    """The same rows and columns as they stand now."""
    with reading() as session:
        return {
            table.name: [
                dict(row)
                for row in session.execute(
                    sa.select(*(table.c[name] for name in put[table.name][0])).order_by(*table.primary_key)
                ).mappings()
            ]
            for table in archive.tables()
            if put.get(table.name)
        }


def _changed(put: Rows) -> list[str]:
    standing = _standing(put)
    return [name for name, rows in put.items() if rows and standing[name] != rows]


def _trail_faults() -> list[str]:
    with reading() as session:
        return [*trail.faults(session), *value_faults(session), *trail.unguarded(session)]


@pytest.mark.parametrize("release", EARLIER)
def test_every_row_of_an_earlier_release_is_what_it_was(
    empty: Engine, release: str, demonstrated: tuple[Path, Rows]
) -> None:
    put = _of_release(empty, release, demonstrated[1])
    assert sum(map(len, put.values())) > 2_000
    assert schema.migrate() is True
    assert _changed(put) == []
    assert _trail_faults() == []
    assert schema.migrate() is False
    with work() as session:
        archive._count_on(session)  # what was put in by hand was not counted
        trail.record_by_the_house(session, make.NOW, "went on")
    assert _trail_faults() == []


def test_a_row_that_an_upgrade_lost_or_changed_would_be_found(empty: Engine, demonstrated: tuple[Path, Rows]) -> None:
    """The control."""
    put = _of_release(empty, RELEASES[-2], demonstrated[1])
    schema.migrate()
    with empty.begin() as connection:
        connection.execute(text("delete from answerversion where id = (select max(id) from answerversion)"))
        connection.execute(text("update agency set remit = 'lost' where id = (select max(id) from agency)"))
    assert _changed(put) == ["agency", "answerversion"]


def test_an_upgrade_after_which_rows_belong_to_nothing_is_undone_and_says_so(
    empty: Engine, demonstrated: tuple[Path, Rows]
) -> None:
    if empty.dialect.name != "sqlite":
        return  # PostgreSQL asks at every row
    put = _of_release(empty, RELEASES[0], demonstrated[1])
    with empty.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("pragma foreign_keys = off")
        driver.execute("update answer set return_id = 99999 where id = 1")
        connection.invalidate()
    put["answer"][0]["return_id"] = 99999
    with pytest.raises(Problem, match="undone, because rows of answer belong to nothing"):
        schema.migrate()
    assert _changed(put) == []
    with Session(empty) as session:
        assert session.execute(text("select version_num from alembic_version")).scalar_one() == RELEASES[0]
        assert session.execute(text("pragma foreign_keys")).scalar_one() == 1


def test_a_process_that_is_killed_on_the_way_leaves_the_house_as_it_was_or_ready(
    empty: Engine, demonstrated: tuple[Path, Rows], record_property: Callable[[str, object], None]
) -> None:
    put, chance = _of_release(empty, RELEASES[0], demonstrated[1]), random.Random(20260303)
    longest, left = 0.5, 0
    for _ in range(KILLS):
        _killed_while_migrating(chance.uniform(0.02, longest))
        with Session(empty) as session:
            is_ready = schema.is_newest(session)
            at = session.execute(text("select version_num from alembic_version")).scalar_one()
            session.rollback()
        assert is_ready or at == RELEASES[0]
        if is_ready:
            break
        left += 1
    record_property("left as it was", left)
    schema.migrate()
    assert _changed(put) == []
    assert _trail_faults() == []


def _killed_while_migrating(after: float) -> None:
    db.engine().dispose()  # no connection may be shared with the child
    child = os.fork()
    if child == 0:
        try:
            schema.migrate()
        finally:
            os._exit(0)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
