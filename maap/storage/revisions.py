"""Compare and set: a change happens only if nobody else changed the row since it was shown."""

from typing import Any

from sqlalchemy import update
from sqlmodel import Session, SQLModel


def changed(session: Session, table: type[SQLModel], row_id: int, seen: int, **values: Any) -> bool:
    """Whether the row of that id still stood at revision ``seen`` and took the values; its revision then goes up."""
    columns = table.__table__.c  # type: ignore[attr-defined]
    result = session.execute(
        update(table).where(columns.id == row_id, columns.revision == seen).values(revision=seen + 1, **values)
    )
    return bool(result.rowcount == 1)  # type: ignore[attr-defined]
