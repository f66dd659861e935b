"""How a count is written as SQL: with the columns of a Figure, those that a measure does not need left empty."""

from typing import Any

from sqlalchemy import Select, literal, null, select
from sqlmodel import col

from maap.storage.tables import Case, Return

COLUMNS = ("agency_id", "theme_id", "polarity", "domain", "grade", "n")


def row(**filled: Any) -> Select[Any]:
    """A statement with a figure's columns, those that are not given empty."""
    empty = {
        "agency_id": null(),
        "theme_id": null(),
        "polarity": literal(""),
        "domain": literal(""),
        "grade": literal(""),
    }
    return select(*((empty | filled)[name].label(name) for name in COLUMNS))


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
