"""Dealing returns out: every drawn case gets one return from every committed agency, whenever either comes in.

A return that nobody has begun can be withdrawn again.
"""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, insert, literal, select
from sqlmodel import Session, col

from maap.domain.fieldwork import ReturnState
from maap.storage.tables import Case, FellowAuditor, Participation, Presence, QuestionNote, Return


def deal(session: Session, audit_id: int, due: date) -> int:
    """Make the returns that are missing, in one statement; those there are stay as they are. How many were made."""
    there = select(col(Return.id)).where(
        col(Return.case_id) == Case.id, col(Return.agency_id) == Participation.agency_id
    )
    values: list[Any] = [
        literal(audit_id),
        col(Case.id),
        col(Participation.agency_id),
        literal("not started"),
        literal(due),
        literal(""),
        literal(""),
        literal(1),
    ]
    owed = (
        select(*values)
        .select_from(Case)
        .join(Participation, col(Participation.audit_id) == Case.audit_id)
        .where(
            col(Case.audit_id) == audit_id,
            col(Case.status) == "drawn",
            col(Participation.answer) == "committed",
            ~there.exists(),
        )
        .order_by(col(Case.number), col(Participation.id))
    )
    columns = ["audit_id", "case_id", "agency_id", "state", "due", "checked_by", "form_digest", "revision"]
    made = insert(Return).from_select(columns, owed).returning(col(Return.id))
    return len(session.execute(made).all())  # PostgreSQL's driver does not count such rows


def withdraw(session: Session, *which: ColumnElement[bool]) -> int:
    """Take away those of these returns that nobody began, and with them who was to answer or has looked in. How many.

    A return about which somebody wrote a note stays: nothing that was written is lost.
    """
    chosen = select(col(Return.id)).where(*which, ~is_begun())
    gone = list(session.scalars(chosen))
    for table in (Presence, FellowAuditor):
        session.execute(delete(table).where(col(table.return_id).in_(gone)))
    session.execute(delete(Return).where(col(Return.id).in_(gone)))
    return len(gone)


def is_begun() -> ColumnElement[bool]:
    """Whether somebody has done anything about a return: answered, marked as not known, or written a note."""
    noted = exists().where(col(QuestionNote.return_id) == Return.id)
    return (col(Return.state) != ReturnState.NOT_STARTED) | noted
