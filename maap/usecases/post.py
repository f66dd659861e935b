"""The post: letters are taken out of the outbox, tried, and their outcome is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, case, or_, update
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.fitting import Overtaken, fit
from maap.domain.letters import LetterText
from maap.domain.people import Actor, NotYours, Permission
from maap.domain.posting import HELD, URGENT, next_try
from maap.domain.standard_letters import as_shipped, refuse_unfilled
from maap.outside.letter_texts import shipped_letters
from maap.outside.mail import Post
from maap.settings import settings
from maap.storage.tables import Choice, Letter, Person
from maap.storage.trail import record

AT_ONCE = 20
"""Letters of one round: what a mail server takes without complaint."""
LABELS = {"subject": "Subject", "body": "Text"}


@dataclass(frozen=True)
class Outgoing:
    """A letter that is being tried."""

    letter_id: int
    post: Post


def claim(session: Session, now: datetime) -> list[Outgoing]:
    """Letters whose turn it is, the urgent ones first. Until their outcome is noted, or some minutes have passed,
    nobody else tries them."""
    due = or_(col(Letter.next_at).is_(None), col(Letter.next_at) <= now)
    waiting = and_(col(Letter.sent_at).is_(None), col(Letter.given_up_at).is_(None), due)
    rows = session.execute(
        select(Letter, Person)
        .join(Person, col(Person.id) == Letter.person_id)
        .where(waiting)
        .order_by(case((col(Letter.kind).in_(URGENT), 0), else_=1), col(Letter.id))
        .limit(AT_ONCE)
    ).all()
    taken = []
    for letter, person in rows:
        letter.tries, letter.next_at = letter.tries + 1, now + HELD
        session.add(letter)
        if not person.active:
            letter.given_up_at, letter.outcome = now, "not sent: this person has left"
            continue
        post = Post(f"maap-{letter.id}", person.name, person.email, letter.subject, letter.body)
        taken.append(Outgoing(letter.id or 0, post))
    return taken


def went_out(session: Session, letter_id: int, how: str, now: datetime) -> None:
    """A letter is on its way."""
    done = {"sent_at": now, "outcome": how, "next_at": None}
    session.execute(update(Letter).where(col(Letter.id) == letter_id, col(Letter.sent_at).is_(None)).values(**done))


def came_back(session: Session, letter_id: int, why: str, for_good: bool, now: datetime) -> None:
    """A letter could not be carried: it is tried again later, or given up."""
    letter = session.get_one(Letter, letter_id)
    letter.outcome, letter.next_at = why, None if for_good else next_try(letter.tries, now)
    if letter.next_at is None:
        letter.given_up_at = now
    session.add(letter)


def try_again(session: Session, actor: Actor, letter_id: int) -> None:
    """Somebody put right why a letter was given up. Raises NotYours."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    anew: dict[str, Any] = {"given_up_at": None, "next_at": None, "tries": 0, "outcome": ""}
    given_up = update(Letter).where(col(Letter.id) == letter_id, col(Letter.given_up_at).is_not(None))
    if session.execute(given_up.values(**anew)).rowcount != 1:  # type: ignore[attr-defined]
        raise NotYours("letter")
    record(session, actor, "tried a letter again", about=f"letter {letter_id}")


def change_text(session: Session, actor: Actor, key: str, typed: Mapping[str, Any], seen: int) -> None:
    """Change what one kind of letter says, as seen at revision ``seen`` (0: as it was shipped). Raises BadForm."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    shipped = as_shipped(shipped_letters(settings().config)).get(key)
    if shipped is None:
        raise NotYours("letter")
    text = fit(LetterText, {"key": key, "name": shipped.name, **typed}, LABELS)
    refuse_unfilled(text, shipped)
    row = session.exec(select(Choice).where(Choice.kind == "letter", Choice.key == key)).first()
    if (row.revision if row else 0) != seen:
        raise Overtaken
    if row is None:
        row = Choice(kind="letter", key=key, name=shipped.name, revision=0)
    row.body, row.revision = text.model_dump(mode="json"), row.revision + 1
    session.add(row)
    record(session, actor, "changed the text of a letter", about=f"letter {key}", revision=row.revision)
