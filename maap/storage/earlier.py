"""The stored results of earlier audits as values, each theme under its place in the codebook of today."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from maap.domain.earlier import EarlierAudit
from maap.storage import tables as t


@dataclass(frozen=True)
class Kept:
    """An earlier audit as it is stored. ``theme_ids`` stand in the order of its themes."""

    earlier_id: int
    revision: int
    audit: EarlierAudit
    theme_ids: tuple[int, ...]


def earlier_audits(session: Session) -> tuple[Kept, ...]:
    """All of them, the earliest year first. Two statements, however many there are."""
    rows = session.exec(select(t.EarlierAudit).order_by(col(t.EarlierAudit.year), col(t.EarlierAudit.id))).all()
    themes: dict[int, list[int]] = {}
    for row in session.exec(select(t.EarlierTheme).order_by(col(t.EarlierTheme.place))):
        themes.setdefault(row.earlier_id, []).append(row.theme_id)
    return tuple(
        Kept(row.id or 0, row.revision, EarlierAudit.model_validate(row.body), tuple(themes.get(row.id or 0, ())))
        for row in rows
    )
