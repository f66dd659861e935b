"""Themes as they are kept: found, added, moved into one another, and their history."""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.domain.audit import Stage
from maap.domain.codebook import Change
from maap.domain.fitting import key_for
from maap.domain.people import Actor, NotYours
from maap.storage.tables import (
    Audit,
    EarlierTheme,
    FindingTheme,
    LibraryTheme,
    Return,
    Theme,
    ThemeChange,
    ThemeMark,
    ThemeSuggestion,
)


def themes(session: Session) -> list[Theme]:
    """Every theme and group, in the codebook's order."""
    return list(session.exec(select(Theme).order_by(col(Theme.position), col(Theme.id))))


def one(rows: Iterable[Theme], theme_id: int) -> Theme:
    """A theme, not a group, that was not merged into another. Raises NotYours."""
    for row in rows:
        if row.id == theme_id and row.group_id is not None and row.merged_into_id is None:
            return row
    raise NotYours("theme")


def names(rows: Iterable[Theme], without: int = 0) -> list[str]:
    """The names that are taken."""
    return [row.name for row in rows if row.group_id is not None and row.id != without and row.merged_into_id is None]


def added(session: Session, rows: list[Theme], values: Mapping[str, Any], key: str = "") -> Theme:
    """A new theme or group, after all others of the codebook."""
    taken = {row.key for row in rows}
    key = key if key and key not in taken else key_for(str(values["name"]), taken)
    row = Theme(key=key, position=max((each.position for each in rows), default=-1) + 1, **values)
    session.add(row)
    session.flush()
    rows.append(row)
    return row


def noted(
    session: Session, actor: Actor, theme_id: int, what: Change, other_id: int | None = None, **detail: Any
) -> None:
    """A line in the history of a theme."""
    session.add(
        ThemeChange(
            theme_id=theme_id,
            other_id=other_id,
            what=what.value,
            detail=detail,
            made_by=actor.person_id,
            made_at=actor.now,
        )
    )


def move_findings(session: Session, old: int, new: int, only: Iterable[int] | None = None) -> int:
    """Code findings to another theme instead, all of them or ``only`` some; none is coded twice. How many moved."""
    chosen = [] if only is None else [col(FindingTheme.finding_id).in_(list(only))]
    statement = select(FindingTheme).where(col(FindingTheme.theme_id) == old, *chosen)
    rows = list(session.exec(statement))
    there = {row.finding_id: row for row in session.exec(select(FindingTheme).where(col(FindingTheme.theme_id) == new))}
    for row in rows:
        known = there.get(row.finding_id)
        if known is None:
            row.theme_id = new
            session.add(row)
            continue
        if known.confirmed_by is None:
            known.confirmed_by, known.confirmed_at = row.confirmed_by, row.confirmed_at
            session.add(known)
        session.delete(row)
    session.flush()
    _move(session, ThemeSuggestion, "finding_id", old, new, chosen_ids=only)
    return len(rows)


def pour(session: Session, old: int, new: int) -> int:
    """Everything that is not frozen and was coded to one theme is coded to the other. How many findings moved.

    The figures of closed audits stay as they are, and so do the marks that they were made from.
    """
    moved = move_findings(session, old, new)
    audits = sa.select(col(Audit.id)).where(col(Audit.stage) != Stage.CLOSED)
    still_counted = sa.select(col(Return.id)).where(col(Return.audit_id).in_(audits))
    _move(session, ThemeMark, "answer_id", old, new, col(ThemeMark.return_id).in_(still_counted))
    _move(session, LibraryTheme, "item_id", old, new)
    session.execute(sa.update(EarlierTheme).where(col(EarlierTheme.theme_id) == old).values(theme_id=new))
    merged_before = sa.update(Theme).where(col(Theme.merged_into_id) == old)
    session.execute(merged_before.values(merged_into_id=new))
    return moved


def _move(
    session: Session,
    table: type[ThemeSuggestion] | type[ThemeMark] | type[LibraryTheme],
    thing: str,
    old: int,
    new: int,
    condition: Any = None,
    chosen_ids: Iterable[int] | None = None,
) -> None:
    """Point rows to another theme, and drop those of things that have it already."""
    columns = table.__table__.c  # type: ignore[union-attr]
    within = [columns.theme_id == old]
    within += [condition] if condition is not None else []
    within += [columns[thing].in_(list(chosen_ids))] if chosen_ids is not None else []
    having = sa.select(columns[thing]).where(columns.theme_id == new)
    doubles = [row[0] for row in session.execute(sa.select(columns.id).where(*within, columns[thing].in_(having)))]
    session.execute(sa.delete(table).where(columns.id.in_(doubles)))
    session.execute(sa.update(table).where(*within).values(theme_id=new))
