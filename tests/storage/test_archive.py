"""The whole house is taken out as an open archive, and an empty one filled from it is the same row by row."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from maap import demonstration
from maap.domain.problems import Problem
from maap.settings import settings
from maap.storage import archive, db, trail
from maap.storage.db import reading, work
from maap.storage.schema import migrate
from maap.usecases.setup import furnish
from tests import factories as make
from tests.storage.conftest import settle
from tests.usecases.furnished import shipped

NASTY = ["=1+1", "\\N", "\\", "@x", "-1", "+44", "", " ", "ŵ “x”", "a,b", 'a"b', "a\r\nb", "\t x"]
Rows = dict[str, list[tuple[object, ...]]]


def _everything() -> Rows:
    with reading() as session:
        return {
            table.name: [tuple(row) for row in session.execute(select(table).order_by(*table.primary_key))]
            for table in archive.tables()
        }


def _filled() -> None:
    """A demonstration, with words in it that files like to break."""
    with work() as session:
        loaded = shipped()
        furnish(session, loaded.partnership.name, loaded.partnership.short_name, loaded, demonstration=True)
        demonstration.fill(session, make.NOW)
        for n, words in enumerate(NASTY):
            make.agency(session, f"nasty_{n}", name=f"Nasty {n}", remit=words, aliases=[words])


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rows]:
    """An archive of a whole demonstration, and what was in it."""
    folder = tmp_path_factory.mktemp("taken")
    with pytest.MonkeyPatch.context() as patch:
        settle(patch, folder)
        migrate()
        _filled()
        with reading() as session:
            archive.write(session, folder / "house.zip", {})
        rows = _everything()
        db.engine().dispose()
    settings.cache_clear()
    return folder / "house.zip", rows


def test_an_empty_house_filled_from_an_archive_is_the_same_row_by_row(engine: Engine, taken: tuple[Path, Rows]) -> None:
    file, rows = taken
    with work() as session:
        archive.read(session, file)
    found = _everything()
    assert sum(map(len, rows.values())) > 5_000
    assert [name for name in rows if found[name] != rows[name]] == []


def test_work_goes_on_in_a_house_that_was_filled_on_postgresql(on_postgresql: Engine, taken: tuple[Path, Rows]) -> None:
    with work() as session:
        archive.read(session, taken[0])
    with work() as session:
        make.agency(session, "one_more")
        trail.record_by_the_house(session, make.NOW, "went on")


def test_a_house_that_is_not_empty_is_left_alone(sqlite_plain: Engine, taken: tuple[Path, Rows]) -> None:
    with work() as session:
        make.agency(session, "police")
    with pytest.raises(Problem, match="not empty"), work() as session:
        archive.read(session, taken[0])


@pytest.mark.parametrize("damage", ["no zip at all", "a table is missing", "a row is missing", "another version"])
def test_an_archive_that_is_damaged_is_refused_whole(
    sqlite_plain: Engine, taken: tuple[Path, Rows], tmp_path: Path, damage: str
) -> None:
    file = _damaged(taken[0], tmp_path / "damaged.zip", damage)
    with pytest.raises(Problem), work() as session:
        archive.read(session, file)
    assert not any(_everything().values())


def _damaged(source: Path, target: Path, damage: str) -> Path:
    if damage == "no zip at all":
        target.write_bytes(b"PK nothing")
        return target
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "tables/answer.csv" and damage == "a table is missing":
                continue
            if name == "tables/trail.csv" and damage == "a row is missing":
                data = b"\r\n".join(data.split(b"\r\n")[:-2]) + b"\r\n"
            if name == "manifest.json" and damage == "another version":
                data = json.dumps(json.loads(data) | {"schema": "0001"}).encode()
            new.writestr(name, data)
    return target


def test_every_column_of_every_table_is_described_for_other_tools(taken: tuple[Path, Rows]) -> None:
    with zipfile.ZipFile(taken[0]) as file:
        described = json.loads(file.read("tables/csv-metadata.json"))
        for table in described["tables"]:
            head = next(csv.reader(io.StringIO(file.read(f"tables/{table['url']}").decode())))
            assert head == [column["name"] for column in table["tableSchema"]["columns"]]
    assert described["@context"] == "http://www.w3.org/ns/csvw"
    assert len(described["tables"]) == len(archive.tables())


def test_no_cell_of_text_begins_as_a_formula_does(taken: tuple[Path, Rows]) -> None:
    with zipfile.ZipFile(taken[0]) as file:
        rows = list(csv.DictReader(io.StringIO(file.read("tables/agency.csv").decode())))
    assert [row["remit"] for row in rows if row["remit"].startswith(("=", "+", "-", "@", "\t"))] == []
    assert "\\=1+1" in {row["remit"] for row in rows}


def test_an_archive_is_for_its_owner_alone(taken: tuple[Path, Rows]) -> None:
    assert taken[0].stat().st_mode & 0o077 == 0
