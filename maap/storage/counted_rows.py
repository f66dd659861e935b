"""How a count is written as SQL: with the columns of a Figure, those that a measure does not need left empty."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, case, cast, func, literal, null, select
from sqlmodel import col

from maap.storage.tables import Case, Return

COLUMNS = ("agency_id", "theme_id", "polarity", "domain", "grade", "n")


def row(**filled: Any) -> Select[Any]:
    """A statement with a figure's columns, those that are not given empty.

    Nobody's agency and no theme are numbers all the same: PostgreSQL takes a bare null of several statements for text.
    """
    empty = {
        "agency_id": cast(null(), Integer),
        "theme_id": cast(null(), Integer),
        "polarity": literal(""),
        "domain": literal(""),
        "grade": literal(""),
    }
    return select(*((empty | filled)[name].label(name) for name in COLUMNS))


def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
    """In how many of the rows something holds: 0 also where there are none."""
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def drawn() -> Any:
    """Only cases that are in the sample now: a replaced one takes its returns out of every count."""
    return col(Case.status) == "drawn"


def of_returns(audit_id: int, **filled: Any) -> Select[Any]:
    """A count over an audit's returns, by agency."""
    return (
        row(agency_id=col(Return.agency_id), **filled)
        .select_from(Return)
        .join(Case, col(Case.id) == Return.case_id)
        .where(col(Return.audit_id) == audit_id, drawn())
    )
