"""The whole house as an archive that any tool can read, and that fills an empty house again, row by row the same.

Each table is a CSV file described by one CSVW document. A cell that begins with a backslash is text behind it (so that
no spreadsheet calculates with it), and \\N is no value at all. Values that are no plain text are JSON or base64.
"""

import base64
import csv
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Date, Float, Integer, LargeBinary, Table, func, select, text
from sqlalchemy.types import TypeEngine
from sqlmodel import Session, SQLModel

from maap.domain.problems import Problem
from maap.storage import schema, trail
from maap.storage.tables.base import Moment
from maap.storage.tables.record import LineDetail

FORMAT = "maap-archive-1"
NOTHING = "\\N"
_DANGEROUS = ("\\", "=", "+", "-", "@", "\t", "\r")
_AT_ONCE = 500
_CSVW: tuple[tuple[type[TypeEngine[Any]], str], ...] = (
    (Boolean, "boolean"),
    (Integer, "integer"),
    (Float, "double"),
    (Moment, "dateTime"),
    (Date, "date"),
    (JSON, "json"),
    (LineDetail, "json"),
    (LargeBinary, "base64Binary"),
)


def tables() -> list[Table]:
    """Ours, each after those it refers to."""
    return list(SQLModel.metadata.sorted_tables)


def write(session: Session, target: Path, beside: dict[str, bytes]) -> dict[str, int]:
    """Everything into a new ZIP for its owner alone; ``beside`` are files for people. Returns rows by table."""
    lines, head = trail.head(session)
    counts: dict[str, int] = {}
    with target.open("xb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        target.chmod(0o600)
        for table in tables():
            with archive.open(f"tables/{table.name}.csv", "w", force_zip64=True) as raw:
                counts[table.name] = _write_table(session, table, io.TextIOWrapper(raw, "utf-8", newline=""))
        manifest = {"format": FORMAT, "schema": schema.newest(), "lines": lines, "head": head, "rows": counts}
        archive.writestr("manifest.json", json.dumps(manifest, indent=2))
        archive.writestr("tables/csv-metadata.json", json.dumps(described(), indent=2))
        for name, data in sorted(beside.items()):
            archive.writestr(name, data)
    return counts


def read(session: Session, source: Path) -> dict[str, int]:
    """Fill an empty house. Raises Problem when it is not empty, or the archive is none of this version."""
    if any(session.execute(select(func.count()).select_from(table)).scalar_one() for table in tables()):
        raise Problem("This installation is not empty, and an archive never mixes with others. Use an empty one.")
    try:
        with zipfile.ZipFile(source) as archive:
            manifest = json.loads(archive.read("manifest.json"))
            if manifest["format"] != FORMAT or manifest["schema"] != schema.newest():
                raise Problem(
                    f"{source.name} was made by another version (schema {manifest['schema']}). Import it with that "
                    "version, then upgrade."
                )
            for table in tables():
                with archive.open(f"tables/{table.name}.csv") as raw:
                    _read_table(session, table, io.TextIOWrapper(raw, "utf-8", newline=""))
    except (OSError, KeyError, zipfile.BadZipFile, ValueError) as fault:
        raise Problem(f"{source.name} is no archive of a house, or is damaged ({type(fault).__name__}).") from None
    _count_on(session)
    if trail.head(session) != (manifest["lines"], manifest["head"]):
        raise Problem(f"The trail in {source.name} does not end where its manifest says. Nothing was imported.")
    return dict(manifest["rows"])


def described() -> dict[str, Any]:
    """The tables in the words of CSV on the Web."""
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "tables": [
            {
                "url": f"{table.name}.csv",
                "tableSchema": {
                    "primaryKey": [column.name for column in table.primary_key],
                    "columns": [
                        {"name": c.name, "titles": c.name, "datatype": _datatype(c), "null": NOTHING}
                        for c in table.columns
                    ],
                    "foreignKeys": [
                        {
                            "columnReference": key.parent.name,
                            "reference": {
                                "resource": f"{key.column.table.name}.csv",
                                "columnReference": key.column.name,
                            },
                        }
                        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name)
                    ],
                },
            }
            for table in tables()
        ],
    }


def _datatype(column: Column[Any]) -> str:
    return next((name for kind, name in _CSVW if isinstance(column.type, kind)), "string")


def _write_table(session: Session, table: Table, out: io.TextIOWrapper) -> int:
    writer, count = csv.writer(out), 0
    writer.writerow([column.name for column in table.columns])
    rows = session.execute(select(table).order_by(*table.primary_key).execution_options(yield_per=_AT_ONCE))
    for row in rows:
        writer.writerow([_cell(value, column) for value, column in zip(row, table.columns, strict=True)])
        count += 1
    out.flush()
    out.detach()
    return count


def _cell(value: Any, column: Column[Any]) -> str:
    match value:
        case None:
            return NOTHING
        case _ if _datatype(column) == "json":
            said = json.dumps(value, ensure_ascii=False, sort_keys=True)
        case bool():
            return "true" if value else "false"
        case bytes():
            return base64.b64encode(value).decode()
        case datetime() | date():
            return value.isoformat()
        case _:
            said = str(value)
    return "\\" + said if said.startswith(_DANGEROUS) else said


def _read_table(session: Session, table: Table, source: io.TextIOWrapper) -> None:
    own = [key.parent.name for key in table.foreign_keys if key.column.table is table]
    later: list[dict[str, Any]] = []
    batch: list[dict[str, Any]] = []
    for row in _rows(table, csv.reader(source)):
        if any(row[name] is not None for name in own):
            later.append({"key": row["id"], **{name: row[name] for name in own}})
            row |= dict.fromkeys(own)
        batch.append(row)
        if len(batch) == _AT_ONCE:
            session.execute(table.insert(), batch)
            batch = []
    if batch:
        session.execute(table.insert(), batch)
    for one in later:  # rows that refer to rows of their own table, once all of these are there
        key = one.pop("key")
        session.execute(table.update().where(table.c.id == key).values(**one))


def _rows(table: Table, lines: Iterator[list[str]]) -> Iterator[dict[str, Any]]:
    names = next(lines, [])
    if names != [column.name for column in table.columns]:
        raise Problem(f"The table {table.name} in the archive has other columns than this version.")
    csv.field_size_limit(1 << 30)
    for line in lines:
        yield {c.name: _value(cell, c) for cell, c in zip(line, table.columns, strict=True)}


def _value(cell: str, column: Column[Any]) -> Any:
    if cell == NOTHING:
        return None
    if _datatype(column) in ("string", "json", "integer", "double") and cell.startswith("\\"):
        cell = cell[1:]
    match _datatype(column):
        case "json":
            return json.loads(cell)
        case "boolean":
            return cell == "true"
        case "integer":
            return int(cell)
        case "double":
            return float(cell)
        case "base64Binary":
            return base64.b64decode(cell)
        case "dateTime":
            return datetime.fromisoformat(cell)
        case "date":
            return date.fromisoformat(cell)
    return cell


def _count_on(session: Session) -> None:
    """PostgreSQL counts ids by itself, and must go on after those that were brought."""
    if session.get_bind().dialect.name != "postgresql":
        return
    for table in tables():
        if "id" in table.c and isinstance(table.c.id.type, Integer):
            highest = session.execute(select(func.max(table.c.id))).scalar()
            if highest:
                sequence = session.execute(
                    text("select pg_get_serial_sequence(:name, 'id')"), {"name": f'"{table.name}"'}
                ).scalar()
                session.execute(text("select setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
