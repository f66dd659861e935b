"""The outbox, and what letters say; for those who look after the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from maap.access import desk
from maap.domain.letters import LetterText
from maap.domain.people import Actor, Permission
from maap.domain.posting import PostState
from maap.domain.standard_letters import as_shipped, fields, standard
from maap.outside.letter_texts import shipped_letters
from maap.outside.mail import carrier
from maap.settings import settings
from maap.storage.letter_texts import in_force
from maap.storage.tables import Choice, Letter, NoWeekly, Person

SHOWN = 100
"""Letters that the page lists."""


@dataclass(frozen=True)
class LetterRow:
    """A letter: to whom, about what, and where it is. Never what it says."""

    id: int
    name: str
    subject: str
    state: PostState
    written_at: datetime
    outcome: str
    tries: int
    next_at: datetime | None


@dataclass(frozen=True)
class TextRow:
    """What one kind of letter says. ``revision`` 0: as it was shipped.

    ``fields``: what can be filled in. ``copied_on``: where somebody copies it; empty when it goes out by itself.
    ``may_lack_its_day``: it is also written while the day that it names is not set.
    """

    key: str
    name: str
    subject: str
    body: str
    revision: int
    fields: tuple[str, ...]
    copied_on: str
    may_lack_its_day: bool


@dataclass(frozen=True)
class Outbox:
    """``counts``: letters by state. ``is_carried``: whether letters go out by themselves here."""

    counts: Mapping[PostState, int]
    letters: tuple[LetterRow, ...]
    texts: tuple[TextRow, ...]
    is_carried: bool


def outbox(session: Session, actor: Actor, state: PostState) -> Outbox:
    """How the post stands, and the newest letters in one state."""
    desk(actor, Permission.MANAGE_PARTNERSHIP)
    where = sa.case(
        (col(Letter.sent_at).is_not(None), PostState.SENT.value),
        (col(Letter.given_up_at).is_not(None), PostState.GIVEN_UP.value),
        else_=PostState.WAITING.value,
    )
    counted = session.execute(sa.select(where, sa.func.count()).group_by(where)).all()
    rows = session.execute(
        sa.select(Letter, col(Person.name))
        .join(Person, col(Person.id) == Letter.person_id)
        .where(where == state.value)
        .order_by(col(Letter.id).desc())
        .limit(SHOWN)
    ).all()
    return Outbox(
        counts={PostState(name): n for name, n in counted},
        letters=tuple(_row(letter, name, state) for letter, name in rows),
        texts=_texts(session),
        is_carried=carrier(settings()) is not None,
    )


def has_weekly(session: Session, actor: Actor) -> bool:
    """Whether somebody gets the weekly letter. Only ever one's own."""
    return session.get(NoWeekly, actor.person_id) is None


def _row(letter: Letter, name: str, state: PostState) -> LetterRow:
    return LetterRow(
        id=letter.id or 0,
        name=name,
        subject=letter.subject,
        state=state,
        written_at=letter.written_at,
        outcome=letter.outcome,
        tries=letter.tries,
        next_at=letter.next_at,
    )


def _texts(session: Session) -> tuple[TextRow, ...]:
    revisions = {row.key: row.revision for row in session.exec(select(Choice).where(Choice.kind == "letter"))}
    configured = shipped_letters(settings().config)
    shipped = as_shipped(configured)
    return tuple(_text(one, shipped[one.key], revisions) for one in in_force(session, configured).values())


def _text(text: LetterText, shipped: LetterText, revisions: Mapping[str, int]) -> TextRow:
    kind = standard(text.key)
    return TextRow(
        key=text.key,
        name=text.name,
        subject=text.subject,
        body=text.body,
        revision=revisions.get(text.key, 0),
        fields=fields(shipped),
        copied_on=kind.copied_on if kind else "",
        may_lack_its_day=kind is not None and kind.may_lack_its_day,
    )
