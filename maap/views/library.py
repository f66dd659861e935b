"""The library as it is searched: earlier briefings and published editions beside each other, the newest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import audits_of, desk
from maap.domain.library import KINDS, Piece, folded, looked_for, parts_of, snippet
from maap.domain.people import GRANTS, LONDON, Actor, NotYours, Permission
from maap.domain.terms import Terms
from maap.storage.tables import Edition, LibraryItem, LibraryTheme, Theme

A_PAGE = 15
OPEN_TO_ALL = ("briefing", "annual", "report", "slides")
"""Kinds of edition that are written for every agency. The others are for those who read all cases of an audit."""


@dataclass(frozen=True)
class Found:
    """One entry. ``item_id`` is 0 for an edition of this house, ``edition_id`` for an uploaded one."""

    title: str
    year: str
    kind: str
    dated: date | None
    themes: tuple[str, ...]
    snippet: tuple[Piece, ...]
    item_id: int = 0
    edition_id: int = 0


@dataclass(frozen=True)
class Library:
    """What a search found. ``more``: how many more there are; the rest is what can be chosen from."""

    found: tuple[Found, ...]
    more: int
    held: int
    years: tuple[str, ...]
    themes: Mapping[int, str]
    may_keep: bool
    may_record: bool


@dataclass(frozen=True)
class Wanted:
    """A search. Empty parts ask for nothing."""

    words: str = ""
    theme_id: int | None = None
    year: str = ""
    most: int = A_PAGE


@dataclass(frozen=True)
class Item:
    """An uploaded briefing with its text."""

    item_id: int
    title: str
    year: str
    kind: str
    kind_key: str
    dated: date | None
    themes: Mapping[int, str]
    ending: str
    size: int
    text: str
    added_at: datetime
    revision: int
    codebook: Mapping[int, str]
    may_keep: bool


def library(session: Session, actor: Actor, wanted: Wanted) -> Library:
    """Everything in the library that has all the words, the theme and the year."""
    desk(actor, Permission.READ_PUBLISHED)
    words, names = looked_for(wanted.words), _theme_names(session)
    rows = [*_items(session, wanted, words), *_editions(session, actor, wanted, words)]
    rows.sort(key=lambda row: (row.year, row.dated or date.min, row.title, row.item_id, row.edition_id), reverse=True)
    shown = rows[: wanted.most]
    of_items = _themes_of(session, [row.item_id for row in shown if row.item_id])
    texts = _texts(session, [row.item_id for row in shown if row.item_id]) if words else {}
    whole = tuple(_filled(row, of_items, texts, words) for row in shown)
    listed = [*session.scalars(sa.select(col(LibraryItem.year)))]
    listed += session.scalars(_published(actor, col(Edition.year)))
    return Library(
        found=whole,
        more=len(rows) - len(shown),
        held=len(listed),
        years=tuple(sorted(set(listed), reverse=True)),
        themes=names,
        may_keep=actor.may(Permission.KEEP_LIBRARY),
        may_record=actor.may(Permission.RECORD_USE),
    )


def item(session: Session, actor: Actor, item_id: int) -> Item:
    """One uploaded briefing. Raises NotYours when there is none."""
    desk(actor, Permission.READ_PUBLISHED)
    row = session.execute(
        sa.select(*(getattr(LibraryItem, name) for name in _OF_ITEM)).where(col(LibraryItem.id) == item_id)
    ).first()
    if row is None:
        raise NotYours("briefing")
    names = _theme_names(session)
    chosen = session.exec(select(LibraryTheme.theme_id).where(LibraryTheme.item_id == item_id)).all()
    return Item(
        item_id=item_id,
        **{name: getattr(row, name) for name in _OF_ITEM if name != "kind"},
        kind=KINDS.get(row.kind, row.kind),
        kind_key=row.kind,
        themes={theme_id: name for theme_id, name in names.items() if theme_id in chosen},
        codebook=names,
        may_keep=actor.may(Permission.KEEP_LIBRARY),
    )


_OF_ITEM = ("title", "year", "kind", "dated", "ending", "size", "text", "added_at", "revision")


def file(session: Session, actor: Actor, item_id: int) -> tuple[str, str, bytes]:
    """Name, ending and content of an uploaded briefing. Raises NotYours when there is none."""
    desk(actor, Permission.READ_PUBLISHED)
    row = session.get(LibraryItem, item_id)
    if row is None:
        raise NotYours("briefing")
    return f"{row.year.replace('/', '-')} {row.title}.{row.ending}", row.ending, row.content


def _theme_names(session: Session) -> dict[int, str]:
    rows = session.execute(
        sa.select(col(Theme.id), col(Theme.name)).where(col(Theme.group_id).is_not(None)).order_by(col(Theme.name))
    )
    return {row[0]: row[1] for row in rows}


def _items(session: Session, wanted: Wanted, words: tuple[str, ...]) -> list[Found]:
    shown = [col(LibraryItem.id), col(LibraryItem.title), col(LibraryItem.year), col(LibraryItem.kind)]
    asked = sa.select(*shown, col(LibraryItem.dated))
    for word in words:
        asked = asked.where(col(LibraryItem.folded).contains(word, autoescape=True))
    if wanted.year:
        asked = asked.where(col(LibraryItem.year) == wanted.year)
    if wanted.theme_id:
        about = select(LibraryTheme.item_id).where(LibraryTheme.theme_id == wanted.theme_id)
        asked = asked.where(col(LibraryItem.id).in_(about))
    return [
        Found(title, year, KINDS.get(kind, kind), dated, (), (), item_id=item_id)
        for item_id, title, year, kind, dated in session.execute(asked)
    ]


def _published(actor: Actor, *columns: Any) -> Any:
    """Editions that this reader may see: what is written for all, and whole reports for those who read all cases."""
    wide = any({Permission.READ_CASES, Permission.PUBLISH} <= GRANTS[role] for role in actor.roles)
    asked = sa.select(*columns).where(col(Edition.state) == "published", col(Edition.agency_id).is_(None))
    return asked if wide else asked.where(col(Edition.kind).in_(OPEN_TO_ALL))


def _editions(session: Session, actor: Actor, wanted: Wanted, words: tuple[str, ...]) -> Iterable[Found]:
    asked = _published(actor, Edition)
    if wanted.year:
        asked = asked.where(col(Edition.year) == wanted.year)
    names = {row.key: (row.id, row.name) for row in session.exec(select(Theme))}
    about = {audit.id: Terms.model_validate(audit.terms).themes for audit in audits_of(session, actor)}
    for edition in session.scalars(asked):
        themes = [names[key] for key in about.get(edition.audit_id, ()) if key in names]
        if wanted.theme_id and wanted.theme_id not in [theme_id for theme_id, _ in themes]:
            continue
        text = "\n".join(f"{part.title}\n{part.text}" for part in parts_of(edition.body))
        searched = folded(f"{edition.title}\n{text}") if words else ""
        if all(word in searched for word in words):
            yield Found(
                title=edition.title,
                year=edition.year,
                kind=edition.kind.replace("_", " ").capitalize(),
                dated=edition.published_at.astimezone(LONDON).date() if edition.published_at else None,
                themes=tuple(name for _, name in themes),
                snippet=snippet(text, words),
                edition_id=edition.id or 0,
            )


def _themes_of(session: Session, ids: list[int]) -> dict[int, tuple[str, ...]]:
    rows = session.execute(
        sa.select(col(LibraryTheme.item_id), col(Theme.name))
        .join(Theme, col(Theme.id) == LibraryTheme.theme_id)
        .where(col(LibraryTheme.item_id).in_(ids))
        .order_by(col(Theme.name))
    )
    found: dict[int, tuple[str, ...]] = {}
    for item_id, name in rows:
        found[item_id] = (*found.get(item_id, ()), name)
    return found


def _texts(session: Session, ids: list[int]) -> dict[int, str]:
    rows = session.execute(sa.select(col(LibraryItem.id), col(LibraryItem.text)).where(col(LibraryItem.id).in_(ids)))
    return {row[0]: row[1] for row in rows}


def _filled(
    row: Found, themes: Mapping[int, tuple[str, ...]], texts: Mapping[int, str], words: tuple[str, ...]
) -> Found:
    if not row.item_id:
        return row
    parts = (row.title, row.year, row.kind, row.dated, themes.get(row.item_id, ()))
    return Found(*parts, snippet(texts.get(row.item_id, ""), words), item_id=row.item_id)
