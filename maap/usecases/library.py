"""Earlier briefings come into the library, are described better, and are taken out again."""

import hashlib

from sqlalchemy import delete
from sqlmodel import Session, col, func, select

from maap.access import desk
from maap.domain.fitting import Overtaken
from maap.domain.giving import guard
from maap.domain.identifiers import Identifiers, find
from maap.domain.library import CONTACTS, Document, Facts, LooksPersonal, folded
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.problems import Problem
from maap.outside.words import lexicon
from maap.storage.revisions import changed
from maap.storage.tables import LibraryItem, LibraryTheme, Theme
from maap.storage.trail import record


def add(
    session: Session, actor: Actor, facts: Facts, document: Document, content: bytes, looked_at: bool = False
) -> int:
    """Add an earlier briefing, whose file was read (outside.document_text). The new item's id.

    ``looked_at``: a person has seen the words that may tell who somebody is. Raises Identifiers (numbers that no
    briefing may hold), LooksPersonal, and Problem when the same file is there already or a theme is unknown.
    """
    desk(actor, Permission.KEEP_LIBRARY)
    digest = hashlib.sha256(content).hexdigest()
    if there := session.exec(select(LibraryItem.title).where(LibraryItem.sha256 == digest)).first():
        raise Problem(f"This very file is in the library already, as “{there}”. Nothing was added.")
    guard(facts.title, "", lexicon(), actor.today)
    _look(actor, document.text, looked_at)
    item = LibraryItem(
        **facts.model_dump(exclude={"themes"}),
        ending=document.ending,
        content=content,
        size=len(content),
        sha256=digest,
        text=document.text,
        folded=folded(f"{facts.title}\n{document.text}"),
        added_by=actor.person_id,
        added_at=actor.now,
    )
    session.add(item)
    session.flush()
    _name_themes(session, item.id or 0, facts.themes)
    record(
        session,
        actor,
        "added to the library",
        about=f"item {item.id}",
        bytes=item.size,
        sha256=digest,
        looked_at=looked_at,
    )
    return item.id or 0


def _look(actor: Actor, text: str, looked_at: bool) -> None:
    """Contact details belong into a briefing; a child's number never does; of the rest a person decides."""
    marks = [mark for mark in find(text, lexicon(), actor.today) if mark.kind not in CONTACTS]
    if certain := [mark for mark in marks if mark.certain]:
        raise Identifiers(certain)
    likely = tuple(dict.fromkeys(mark.text for mark in marks if mark.kind != "birth_date"))
    if likely and not looked_at:
        raise LooksPersonal(likely)


def correct(session: Session, actor: Actor, item_id: int, facts: Facts, seen: int) -> None:
    """Describe an item better; its file stays. Raises Overtaken when a colleague was faster."""
    desk(actor, Permission.KEEP_LIBRARY)
    item = _item(session, item_id)
    guard(facts.title, "", lexicon(), actor.today)
    values = facts.model_dump(exclude={"themes"}) | {"folded": folded(f"{facts.title}\n{item.text}")}
    if not changed(session, LibraryItem, item_id, seen, **values):
        raise Overtaken
    session.execute(delete(LibraryTheme).where(col(LibraryTheme.item_id) == item_id))
    _name_themes(session, item_id, facts.themes)
    record(session, actor, "described a library item anew", about=f"item {item_id}", themes=len(facts.themes))


def remove(session: Session, actor: Actor, item_id: int) -> None:
    """Take an item out, with its file. That it was there stays in the trail."""
    desk(actor, Permission.KEEP_LIBRARY)
    item = _item(session, item_id)
    session.execute(delete(LibraryTheme).where(col(LibraryTheme.item_id) == item_id))
    session.delete(item)
    session.flush()
    record(session, actor, "took an item out of the library", about=f"item {item_id}", sha256=item.sha256)


def took(session: Session, actor: Actor, item_id: int) -> None:
    """Somebody downloads an item: the line that says so."""
    desk(actor, Permission.READ_PUBLISHED)
    record(session, actor, "downloaded a library item", about=f"item {item_id}")


def _item(session: Session, item_id: int) -> LibraryItem:
    item = session.get(LibraryItem, item_id)
    if item is None:
        raise NotYours("briefing")
    return item


def _name_themes(session: Session, item_id: int, themes: tuple[int, ...]) -> None:
    wanted = set(themes)
    if wanted and session.scalar(select(func.count()).where(col(Theme.id).in_(wanted))) != len(wanted):
        raise Problem("One of these themes is not in the codebook any more. Reload the page and choose again.")
    session.add_all(LibraryTheme(item_id=item_id, theme_id=theme_id) for theme_id in sorted(wanted))
