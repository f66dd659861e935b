"""Findings as they stand, read and kept in one way by every part of the house that needs them."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, and_, delete, update
from sqlmodel import Session, col, select

from maap.domain.learning import NoFinding
from maap.storage.tables import (
    Commendation,
    Finding,
    FindingSource,
    FindingTheme,
    RecommendationFinding,
    ThemeSuggestion,
)


def standing(audit_id: int) -> ColumnElement[bool]:
    """The condition under which a finding of this audit stands: neither withdrawn nor merged into another."""
    return and_(col(Finding.audit_id) == audit_id, col(Finding.merged_into_id).is_(None), ~col(Finding.withdrawn))


def one(session: Session, audit_id: int, finding_id: int) -> Finding:
    """A finding of this audit that stands. Raises NoFinding."""
    row = session.exec(select(Finding).where(col(Finding.id) == finding_id, standing(audit_id))).first()
    if row is None:
        raise NoFinding
    return row


def several(session: Session, audit_id: int, finding_ids: Iterable[int]) -> list[Finding]:
    """Findings of this audit that stand, in the order of their ids. Raises NoFinding when one of them does not."""
    wanted = set(finding_ids)
    chosen = select(Finding).where(col(Finding.id).in_(wanted), standing(audit_id))
    found = list(session.exec(chosen.order_by(col(Finding.id))))
    if len(found) != len(wanted):
        raise NoFinding
    return found


def pour(session: Session, kept: int, others: Iterable[int]) -> None:
    """Move sources, themes, and all that rests on these findings, to the one that is kept. Nothing is kept twice."""
    moved = list(others)
    session.execute(update(FindingSource).where(col(FindingSource.finding_id).in_(moved)).values(finding_id=kept))
    session.execute(update(Commendation).where(col(Commendation.finding_id).in_(moved)).values(finding_id=kept))
    _without_doubles(session, FindingTheme, "theme_id", kept, moved)
    _without_doubles(session, RecommendationFinding, "recommendation_id", kept, moved)
    session.execute(delete(ThemeSuggestion).where(col(ThemeSuggestion.finding_id).in_(moved)))


def _without_doubles(
    session: Session,
    table: type[FindingTheme] | type[RecommendationFinding],
    other: str,
    kept: int,
    moved: list[int],
) -> None:
    """Move rows to the finding that is kept, and drop those that it has already."""
    statement = select(table).where(col(table.finding_id).in_([kept, *moved])).order_by(col(table.id))
    rows: list[FindingTheme | RecommendationFinding] = list(session.exec(statement))  # type: ignore[arg-type]
    there = {getattr(row, other) for row in rows if row.finding_id == kept}
    for row in rows:
        if row.finding_id == kept:
            continue
        if getattr(row, other) in there:
            session.delete(row)
        else:
            there.add(getattr(row, other))
            row.finding_id = kept
            session.add(row)
    session.flush()
