"""What an impatient second press would make once more: the same thing, by the same person, within a minute.

On a slow line the page still shows the words that were sent, long after they are stored; whoever presses again means
what is there already. So whatever makes something new first looks for its twin.
"""

from datetime import timedelta
from typing import TypeVar

from sqlalchemy import inspect
from sqlmodel import Session, SQLModel, select

SOON = timedelta(minutes=1)
"""After so long the same words are meant a second time."""
_GIVEN_BY_THE_HOUSE = frozenset({"id", "number", "reference"})
"""Columns in which even twins differ."""

Row = TypeVar("Row", bound=SQLModel)


def twin(session: Session, row: Row, made: str) -> Row | None:
    """The row that says all that this new one says, who made it included, and was made a minute before or less.

    ``made``: the column that says when. A row that has been changed since is no twin.
    """
    table, at = type(row), getattr(row, made)
    columns = inspect(table).columns
    alike = [name for name in columns.keys() if name not in _GIVEN_BY_THE_HOUSE | {made}]  # noqa: SIM118
    lately = select(table).where(columns[made].between(at - SOON, at + SOON)).order_by(columns["id"])
    found = session.exec(lately)
    return next((one for one in found if all(getattr(one, name) == getattr(row, name) for name in alike)), None)
