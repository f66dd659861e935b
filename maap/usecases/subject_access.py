"""What is kept about somebody who has an account, for their own request to see it."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from maap.access import desk
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.storage.tables import Letter, Person, TrailEntry
from maap.storage.tables.base import Moment
from maap.storage.trail import record

SECRET = frozenset({"password", "digest", "secret", "hash", "prev", "salt"})
"""Columns that are no information about a person, but keys."""

ABOUT_THEM = frozenset({"role", "capacity", "way", "browser", "subject"})
"""Columns of words that say something of the person. Any other words may be about a case, and stay where they are."""


def everything_about(session: Session, actor: Actor, email: str) -> dict[str, Any]:
    """The account, and every row of every table that points to it. Raises Problem when there is none.

    Children and adults whose cases were audited are not in here: the house holds nothing that says who they are.
    """
    desk(actor, Permission.MANAGE_PEOPLE)
    person = session.exec(select(Person).where(sa.func.lower(Person.email) == email.strip().lower())).first()
    if person is None:
        raise Problem(f"Nobody here has the address {email}.")
    found: dict[str, Any] = {"account": _open(person.model_dump())}
    for table in SQLModel.metadata.sorted_tables:
        pointing = [key.parent for key in table.foreign_keys if key.column.table.name == "person"]
        for column in pointing:
            rows = session.execute(sa.select(*_columns(table, column)).where(column == person.id)).mappings().all()
            if rows:
                found[f"{table.name}, {column.name}"] = [_open(dict(row)) for row in rows]
    lines = session.exec(select(TrailEntry).where(TrailEntry.person_id == person.id).order_by(col(TrailEntry.id)))
    found["record of deeds"] = [_open(line.model_dump()) for line in lines]
    letters = session.exec(select(Letter).where(Letter.person_id == person.id).order_by(col(Letter.id)))
    found["letters"] = [letter.model_dump() for letter in letters]
    record(session, actor, "took out what is kept about a person", about=f"person {person.id}")
    return found


def _columns(table: sa.Table, pointing: sa.Column[Any]) -> list[sa.Column[Any]]:
    """Which row it is, and when: what somebody wrote about a case is not information about themselves."""
    plain = (sa.Integer, sa.DateTime, sa.Boolean, Moment)
    about_case = any(key.column.table.name in ("audit", "case", "case_return") for key in table.foreign_keys)
    words = frozenset({"capacity"}) if about_case else ABOUT_THEM
    kept = [one for one in table.columns if isinstance(one.type, plain) or one.name in words]
    return kept or [pointing]


def _open(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in SECRET}
