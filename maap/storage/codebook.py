"""Themes as they are kept: found, added, rewritten, moved into one another, and their history.

Administrators and those who look after the codebook write the same themes. Who may is asked before.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.domain.audit import Stage
from maap.domain.choices import ThemeForm
from maap.domain.codebook import Change
from maap.domain.fitting import BadForm, Overtaken, key_for
from maap.domain.people import Actor, NotYours
from maap.storage.revisions import changed
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
from maap.storage.trail import record


def themes(session: Session) -> list[Theme]:
    """Every theme and group, in the codebook's order."""
    return list(session.exec(select(Theme).order_by(col(Theme.position), col(Theme.id))))


def one(rows: Iterable[Theme], theme_id: int) -> Theme:
    """A theme, not a group, that was not merged into another. Raises NotYours."""
    for row in rows:
        if row.id == theme_id and row.group_id is not None and row.merged_into_id is None:
            return row
    raise NotYours("theme")


def group(rows: Iterable[Theme], group_id: int) -> Theme:
    """A group of themes. Raises NotYours."""
    for row in rows:
        if row.id == group_id and row.group_id is None:
            return row
    raise NotYours("group")


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


def written(session: Session, actor: Actor, rows: list[Theme], form: ThemeForm) -> int:
    """A new theme, with the first line of its history. Returns its id."""
    row = added(session, rows, form.model_dump(mode="json"))
    noted(session, actor, row.id or 0, Change.ADDED, name=row.name)
    record(session, actor, "added a theme", about=f"theme {row.id}")
    return row.id or 0


def rewritten(session: Session, actor: Actor, before: Theme, form: ThemeForm, seen: int) -> None:
    """A theme in other words, as seen at revision ``seen``; those before are kept. Raises Overtaken."""
    new = form.model_dump(mode="json")
    was = difference(before, new)
    if not changed(session, Theme, before.id or 0, seen, **new):
        raise Overtaken
    if was:
        now = {field: new[field] for field in was}
        noted(session, actor, before.id or 0, Change.CHANGED, before=was, after=now)
    record(session, actor, "changed a theme", about=f"theme {before.id}", fields=sorted(was))


def difference(row: Theme, new: Mapping[str, Any]) -> dict[str, Any]:
    """What would no longer be there: each field that changes, with what it holds now."""
    return {field: getattr(row, field) for field, value in new.items() if getattr(row, field) != value}


def refuse_no_group(rows: Iterable[Theme], form: ThemeForm) -> None:
    """Refuse a theme without a group that exists. Raises BadForm."""
    if not any(row.id == form.group_id and row.group_id is None for row in rows):
        raise BadForm({"group_id": "Group: choose one of the groups."})


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
