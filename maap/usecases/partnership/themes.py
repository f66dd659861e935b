"""Themes and their groups are added and changed. A theme that is no longer used stays: earlier audits name it."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from maap.access import desk
from maap.domain.choices import ThemeForm, group, theme
from maap.domain.codebook import refuse_who_somebody_is
from maap.domain.fitting import Overtaken, key_for
from maap.domain.people import Actor, Permission
from maap.outside.words import lexicon
from maap.storage import codebook as kept
from maap.storage.revisions import changed
from maap.storage.tables import Theme
from maap.storage.trail import record


def add_theme(session: Session, actor: Actor, typed: Mapping[str, Any]) -> int:
    """A new theme at the end of its group. ``typed``: the fields of domain.choices.ThemeForm. Returns its id.

    Raises BadForm, and Identifiers for words that show who somebody is.
    """
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = kept.themes(session)
    return kept.written(session, actor, rows, _form(rows, typed))


def change_theme(session: Session, actor: Actor, theme_id: int, typed: Mapping[str, Any], seen: int) -> None:
    """Change everything but the key, as seen at revision ``seen``; the words before are kept.

    Raises BadForm, Identifiers, Overtaken and NotYours.
    """
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = kept.themes(session)
    before = kept.one(rows, theme_id)
    kept.rewritten(session, actor, before, _form(rows, typed, theme_id), seen)


def add_group(session: Session, actor: Actor, typed: Mapping[str, Any]) -> int:
    """A new group of themes. ``typed``: its name. Returns its id. Raises BadForm."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = kept.themes(session)
    form = group(typed, _names_of_groups(rows))
    row = kept.added(session, rows, {"name": form.name}, key_for(f"group {form.name}", {row.key for row in rows}))
    record(session, actor, "added a group of themes", about=f"theme {row.id}")
    return row.id or 0


def change_group(session: Session, actor: Actor, group_id: int, typed: Mapping[str, Any], seen: int) -> None:
    """Rename a group, as seen at revision ``seen``. Raises BadForm, Overtaken and NotYours."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    rows = kept.themes(session)
    kept.group(rows, group_id)
    form = group(typed, _names_of_groups(rows, group_id))
    if not changed(session, Theme, group_id, seen, name=form.name):
        raise Overtaken
    record(session, actor, "renamed a group of themes", about=f"theme {group_id}")


def _form(rows: list[Theme], typed: Mapping[str, Any], theme_id: int = 0) -> ThemeForm:
    form = theme(typed, kept.names(rows, theme_id))
    kept.refuse_no_group(rows, form)
    refuse_who_somebody_is(form, lexicon())
    return form


def _names_of_groups(rows: list[Theme], without: int = 0) -> list[str]:
    return [row.name for row in rows if row.group_id is None and row.id != without]
