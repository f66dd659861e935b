"""The migrations make exactly the tables that the application uses, the same on every engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Engine, Integer, MetaData, Table, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from maap.domain.problems import Problem
from maap.storage import tables
from maap.storage.schema import migrate
from tests.house.source import ROOT
from tests.storage.conftest import Server


def _differences(engine: Engine, metadata: MetaData) -> list[object]:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        return list(compare_metadata(context, metadata))


def test_the_migrated_database_equals_the_tables(engine: Engine) -> None:
    assert len(SQLModel.metadata.tables) == len(tables.__all__)
    assert _differences(engine, SQLModel.metadata) == []


def test_a_column_that_no_migration_makes_would_be_noticed(sqlite_plain: Engine) -> None:
    planned = MetaData()
    for table in SQLModel.metadata.tables.values():
        table.to_metadata(planned)
    planned.tables["agency"].append_column(Column("forgotten", Integer))
    Table("never_made", planned, Column("id", Integer, primary_key=True))
    assert {found[0] for found in _differences(sqlite_plain, planned)} == {"add_column", "add_table"}


def test_every_constraint_has_its_name_in_the_database(engine: Engine) -> None:
    with engine.connect() as connection:
        found = inspect(connection)
        for table in SQLModel.metadata.tables:
            assert found.get_pk_constraint(table)["name"] == f"pk_{table}"
            for kind, start in (("foreign_keys", "fk_"), ("unique_constraints", "uq_"), ("check_constraints", "ck_")):
                for constraint in getattr(found, f"get_{kind}")(table):
                    assert str(constraint["name"]).startswith(start + table), (table, constraint)


def test_every_foreign_key_is_declared_in_the_database(engine: Engine) -> None:
    with engine.connect() as connection:
        made = sum(len(inspect(connection).get_foreign_keys(table)) for table in SQLModel.metadata.tables)
    assert made == sum(len(table.foreign_key_constraints) for table in SQLModel.metadata.tables.values()) > 30


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    assert migrate(engine) is False


def test_a_database_of_a_newer_version_is_refused_in_words(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("update alembic_version set version_num = '9999'"))
    with pytest.raises(Problem, match="newer version"):
        migrate(engine)


def test_a_migration_that_breaks_off_half_way_leaves_nothing_behind(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("drop view analyst_shared_figures"))
    SQLModel.metadata.drop_all(engine)
    with engine.begin() as connection:
        connection.execute(text("delete from alembic_version"))
        connection.execute(text("create table theme_mark (id integer)"))  # one of the last tables it makes
    with pytest.raises(DBAPIError, match="already exists"):
        migrate(engine)
    assert _tables(engine) == {"alembic_version", "theme_mark"}


def _tables(engine: Engine) -> set[str]:
    with engine.connect() as connection:
        return set(inspect(connection).get_table_names())


def test_several_processes_that_start_at_once_bring_an_empty_database_up_to_date_once(
    postgresql: Server, tmp_path: Path
) -> None:
    """As containers do: each finds it empty, and all but one would make tables that are there by then."""
    postgresql.tell("create database started_at_once")
    house = {"MAAP_FOLDER": str(tmp_path), "MAAP_KEY_FILE": str(tmp_path / "key")}
    house |= {"MAAP_DATABASE_URL": postgresql.address("started_at_once"), "MAAP_DATABASE_PLAIN": "true"}
    told = [sys.executable, "-m", "maap", "migrate"]
    running = [
        subprocess.Popen(
            told, cwd=ROOT, env=os.environ | house, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for _ in range(3)
    ]
    said = [one.communicate()[0].strip() for one in running]
    assert sorted(said) == ["The database is up to date already."] * 2 + ["The database was brought up to date."]


def test_a_database_that_does_not_answer_yet_is_told_in_a_sentence() -> None:
    nobody = create_engine("postgresql+psycopg://maap@127.0.0.1:9/maap?connect_timeout=2")
    with pytest.raises(Problem, match="database does not answer"):
        migrate(nobody)
