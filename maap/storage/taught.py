"""What suggestions know: the themes in use, and the findings that people here coded to them."""

from collections import defaultdict

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.domain.rightness import Rightness
from maap.domain.suggesting import Described
from maap.storage.forms import form
from maap.storage.tables import Audit, Finding, FindingTheme, Theme, ThemeSuggestion

MOST_CONFIRMED = 60
"""Confirmed findings that a theme learns from, the latest: older ones say little more and cost time."""


def in_use(audit: Audit) -> sa.ColumnElement[bool]:
    """The condition under which a theme may be chosen in this audit."""
    audience = form(audit).audience if audit.questionnaire is not None else "both"
    audiences = ["children", "adults", "both"] if audience == "both" else [audience, "both"]
    return sa.and_(col(Theme.group_id).is_not(None), col(Theme.active), col(Theme.audience).in_(audiences))


def described(session: Session, audit: Audit, without: int = 0) -> tuple[Described, ...]:
    """The themes that may be chosen in an audit. ``without``: a finding that they may not have learnt from."""
    rows = session.exec(select(Theme).where(in_use(audit)).order_by(col(Theme.position), col(Theme.id)))
    told = _confirmed(session, without)
    return tuple(
        Described(
            theme_id=row.id or 0,
            name=row.name,
            definition=row.definition,
            use_when=row.use_when,
            words=tuple(row.words),
            examples=tuple(row.examples),
            confirmed=tuple(told[row.id or 0]),
        )
        for row in rows
    )


def _confirmed(session: Session, without: int) -> dict[int, list[str]]:
    """Of all audits: their words teach here, and are shown to nobody."""
    latest = sa.func.row_number().over(partition_by=col(FindingTheme.theme_id), order_by=col(FindingTheme.id).desc())
    ranked = (
        sa.select(col(FindingTheme.theme_id), col(Finding.text), latest.label("place"))
        .join(Finding, col(Finding.id) == FindingTheme.finding_id)
        .where(
            col(FindingTheme.confirmed_by).is_not(None),
            col(Finding.merged_into_id).is_(None),
            ~col(Finding.withdrawn),
            col(Finding.id) != without,
        )
        .subquery()
    )
    found: dict[int, list[str]] = defaultdict(list)
    for theme_id, text in session.execute(
        sa.select(ranked.c.theme_id, ranked.c.text).where(ranked.c.place <= MOST_CONFIRMED).order_by(ranked.c.place)
    ):
        found[theme_id].append(text)
    return found


def rightness(session: Session) -> Rightness:
    """How often suggestions were right in this house: numbers only, over all audits."""
    best = (
        sa.select(sa.func.min(sa.case((col(ThemeSuggestion.taken), col(ThemeSuggestion.place)))).label("place"))
        .group_by(col(ThemeSuggestion.finding_id))
        .subquery()
    )
    counted = [sa.func.sum(sa.case((best.c.place <= most, 1), else_=0)) for most in (1, 3)]
    n, first, three = session.execute(sa.select(sa.func.count(), *counted).select_from(best)).one()
    return Rightness(n, first or 0, three or 0)
