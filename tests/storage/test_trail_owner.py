"""Whoever owns the tables can get round the database's guards, in whatever way: the trail names what they did.

A role that does not own them, as the administrator's guide has PostgreSQL's house run, cannot do any of it.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from maap.domain.people import Role
from maap.storage import db, trail, witness
from maap.storage.db import reading, work
from tests import factories as make
from tests.storage.conftest import Server

ALTERED = "Line 2 was altered after it was written."
CHANGE = "update trail set deed = 'did nothing' where id = 2"
ON_SQLITE = {
    "triggers dropped": [
        *(f"drop trigger trail_no_{name}" for name in ("update", "delete", "replace")),
        CHANGE,
    ],
    "triggers taken out of the schema": [
        "pragma writable_schema = on",
        "delete from sqlite_master where type = 'trigger'",
        "pragma writable_schema = reset",
        CHANGE,
    ],
    "a trigger that does nothing in its place": [
        "pragma writable_schema = on",
        "update sqlite_master set sql = 'create trigger trail_no_update before update on trail begin select 1; end' "
        "where name = 'trail_no_update'",
        "pragma writable_schema = reset",
        CHANGE,
    ],
    "a table that only looks like it": [
        "alter table trail rename to kept",
        "create table trail as select * from kept",
        CHANGE,
    ],
    "a trigger dropped and put back": [
        "drop trigger trail_no_update",
        CHANGE,
        "create trigger trail_no_update before update on trail begin select raise(abort, 'append-only'); end",
    ],
    "the end cut off": ["drop trigger trail_no_delete", "delete from trail where id > 1"],
}
ON_POSTGRESQL = {
    "triggers asleep": ["alter table trail disable trigger all", CHANGE],
    "a trigger dropped": ["drop trigger trail_no_change on trail", CHANGE],
    "a copy that obeys no trigger": ["set session_replication_role = replica", CHANGE],
    "a trigger that does nothing in its place": [
        "create or replace function trail_refuse() returns trigger language plpgsql as $$ begin return new; end $$",
        CHANGE,
    ],
    "their function dropped": ["drop function trail_refuse() cascade", CHANGE],
    "a table that only looks like it": [
        "alter table trail rename to kept",
        "create table trail (like kept including defaults)",
        "insert into trail select * from kept",
        CHANGE,
    ],
    "emptied while the guard slept": [
        "alter table trail disable trigger trail_no_truncate",
        "truncate trail",
        "alter table trail enable trigger trail_no_truncate",
    ],
}
REFUSED = [
    CHANGE,
    "delete from trail where id = 2",
    "truncate trail",
    "drop trigger trail_no_change on trail",
    "alter table trail disable trigger trail_no_change",
    "set session_replication_role = replica",
    "alter table trail rename to kept",
    "drop table trail cascade",
    "create or replace function trail_refuse() returns trigger language plpgsql as $$ begin return new; end $$",
    "drop function trail_refuse() cascade",
    "set role postgres",
    "insert into trail select id, at, person_id, capacity, agency_id, audit_id, 'x', about, detail, prev, hash "
    "from trail where id = 2 on conflict (id) do update set deed = 'x'",
]


def _three_lines() -> None:
    with work() as session:
        somebody = make.acting(session, Role.COORDINATOR)
        for n in range(3):
            trail.record(session, somebody, "did something", number=n)
        witness.testify(session, make.NOW)


def _said() -> list[str]:
    """What `verify-log` says."""
    with reading() as session:
        return [*trail.faults(session), *trail.unguarded(session), *witness.contradictions(session)]


def _done(engine: Engine, statements: list[str]) -> None:
    """By a line of its own, as another program has it."""
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        if engine.dialect.name == "postgresql":
            driver.autocommit = True
        for statement in statements:
            driver.execute(statement)
        connection.invalidate()
    engine.dispose()


def _is_told(engine: Engine, statements: list[str], is_cut: bool) -> None:
    _three_lines()
    assert _said() == []
    _done(engine, statements)
    told = _said()
    assert any("the witness saw 3 lines" in one for one in told) if is_cut else ALTERED in told, told


@pytest.mark.parametrize("house", ["sqlite_plain", "sqlite_encrypted"])
@pytest.mark.parametrize("way", ON_SQLITE)
def test_whatever_way_an_owner_takes_on_sqlite_the_line_is_named(
    house: str, way: str, request: pytest.FixtureRequest
) -> None:
    _is_told(request.getfixturevalue(house), ON_SQLITE[way], way == "the end cut off")


@pytest.mark.parametrize("way", ON_POSTGRESQL)
def test_whatever_way_an_owner_takes_on_postgresql_the_line_is_named(on_postgresql: Engine, way: str) -> None:
    _is_told(on_postgresql, ON_POSTGRESQL[way], way.startswith("emptied"))


@pytest.fixture
def not_the_owner(on_postgresql: Engine, postgresql: Server) -> Iterator[Engine]:
    """The house as a role that does not own the tables, with the rights that the guide gives it."""
    postgresql.tell("drop role if exists house")
    postgresql.tell("create role house login")
    with on_postgresql.begin() as connection:
        for grant in (
            "select, insert, update, delete on all tables in schema public",
            "usage on all sequences in schema public",
        ):
            connection.execute(text(f"grant {grant} to house"))
        connection.execute(text("revoke update, delete on trail from house"))
    engine = db.engine_for(on_postgresql.url.set(username="house").render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    with on_postgresql.begin() as connection:
        connection.execute(text("drop owned by house"))
    postgresql.tell("drop role house")


def test_a_role_that_does_not_own_the_tables_writes_into_the_trail_and_gets_round_nothing(
    not_the_owner: Engine,
) -> None:
    _three_lines()
    for statement in REFUSED:
        with not_the_owner.connect() as connection, pytest.raises(DBAPIError, match=r"must be|permission|append-only"):
            connection.execute(text(statement))
    with Session(not_the_owner) as session:
        trail.record_by_the_house(session, make.NOW, "went on")
        session.commit()
    assert _said() == []


def test_a_connection_that_lets_rows_be_replaced_without_asking_is_refused_all_the_same(sqlite_plain: Engine) -> None:
    """Without recursive triggers a replaced row is deleted without the guard of deletion: another guard stands there."""
    _three_lines()
    copied = "insert or replace into trail select id, at, person_id, capacity, agency_id, audit_id, 'x', about, detail, prev, hash from trail where id = 2"
    with pytest.raises(Exception, match="append-only"):
        _done(sqlite_plain, ["pragma recursive_triggers = off", copied])
    assert _said() == []
