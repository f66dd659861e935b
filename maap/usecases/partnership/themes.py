"""Themes and their groups are added and changed. A theme that is no longer used stays: earlier audits name it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from maap.access import desk
from maap.domain.choices import ThemeForm, group, theme
from maap.domain.codebook import Change
from maap.domain.fitting import BadForm, Overtaken, key_for
from maap.domain.people import Actor, NotYours, Permission
from maap.storage.codebook import noted
from maap.storage.revisions import changed
from maap.storage.tables import Theme
from maap.storage.trail import record


def add_theme(session: Session, actor: Actor, typed: Mapping[str, Any]) -> int:
    """A new theme at the end of its group. ``typed``: the fields of domain.choices.ThemeForm. Returns its id.

    Raises BadForm.
    """
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = _rows(session)
    form = theme(typed, [row.name for row in rows if row.group_id is not None])
    _refuse_no_group(rows, form)
    theme_id = _added(session, actor, rows, key_for(form.name, _keys(rows)), form.model_dump())
    noted(session, actor, theme_id, Change.ADDED, name=form.name)
    return theme_id


def change_theme(session: Session, actor: Actor, theme_id: int, typed: Mapping[str, Any], seen: int) -> None:
    """Change everything but the key, as seen at revision ``seen``. Raises BadForm, Overtaken and NotYours."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = _rows(session)
    before = _one(rows, theme_id, is_group=False)
    form = theme(typed, [row.name for row in rows if row.group_id is not None and row.id != theme_id])
    _refuse_no_group(rows, form)
    new = form.model_dump()
    was = {field: getattr(before, field) for field, value in new.items() if getattr(before, field) != value}
    if not changed(session, Theme, theme_id, seen, **new):
        raise Overtaken
    if was:
        noted(session, actor, theme_id, Change.CHANGED, before=was, after={field: new[field] for field in was})
    record(session, actor, "changed a theme", about=f"theme {theme_id}", fields=sorted(was))


def add_group(session: Session, actor: Actor, typed: Mapping[str, Any]) -> int:
    """A new group of themes. ``typed``: its name. Returns its id. Raises BadForm."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = _rows(session)
    form = group(typed, [row.name for row in rows if row.group_id is None])
    return _added(session, actor, rows, key_for(f"group {form.name}", _keys(rows)), {"name": form.name})


def change_group(session: Session, actor: Actor, group_id: int, typed: Mapping[str, Any], seen: int) -> None:
    """Rename a group, as seen at revision ``seen``. Raises BadForm, Overtaken and NotYours."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = _rows(session)
    _one(rows, group_id, is_group=True)
    form = group(typed, [row.name for row in rows if row.group_id is None and row.id != group_id])
    if not changed(session, Theme, group_id, seen, name=form.name):
        raise Overtaken
    record(session, actor, "renamed a group of themes", about=f"theme {group_id}")


def _rows(session: Session) -> list[Theme]:
    return list(session.exec(select(Theme)))


def _keys(rows: list[Theme]) -> set[str]:
    return {row.key for row in rows}


def _one(rows: list[Theme], theme_id: int, is_group: bool) -> Theme:
    found = next((row for row in rows if row.id == theme_id and (row.group_id is None) == is_group), None)
    if found is None or found.merged_into_id is not None:
        raise NotYours("group" if is_group else "theme")
    return found


def _refuse_no_group(rows: list[Theme], form: ThemeForm) -> None:
    if not any(row.id == form.group_id and row.group_id is None for row in rows):
        raise BadForm({"group_id": "Group: choose one of the groups, or add the group first."})


def _added(session: Session, actor: Actor, rows: list[Theme], key: str, values: Mapping[str, Any]) -> int:
    row = Theme(key=key, position=max((one.position for one in rows), default=-1) + 1, **values)
    session.add(row)
    session.flush()
    what = "a group of themes" if row.group_id is None else "a theme"
    record(session, actor, f"added {what}", about=f"theme {row.id}")
    return row.id or 0
