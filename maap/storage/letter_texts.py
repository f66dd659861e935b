"""What letters say: as an administrator changed it, or as it was shipped."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from maap.domain.invitations import Wording
from maap.domain.letters import LetterText, written
from maap.domain.standard_letters import as_shipped, filled, meant
from maap.storage.tables import Choice, Letter, Partnership


def in_force(session: Session, shipped: Mapping[str, LetterText]) -> dict[str, LetterText]:
    """Every letter's text by its key."""
    changed = session.exec(select(Choice).where(Choice.kind == "letter"))
    return as_shipped(shipped) | {row.key: LetterText.model_validate(row.body) for row in changed}


def worded(session: Session, words: Callable[..., Wording], **facts: Any) -> Wording:
    """What a letter says that a deed causes: the shipped words, or those an administrator chose for this kind of it."""
    return wording(session)(words, **facts)


def wording(session: Session) -> Callable[..., Wording]:
    """The same for several letters: what an administrator changed is read once."""
    changed = {row.key: row.body for row in session.exec(select(Choice).where(Choice.kind == "letter"))}
    partnership = partnership_name(session) if changed else ""

    def word(words: Callable[..., Wording], **facts: Any) -> Wording:
        kind = meant(words, facts)
        if kind.key not in changed:
            return words(**facts)
        return written(LetterText.model_validate(changed[kind.key]), {"partnership": partnership, **filled(facts)})

    return word


def posted(audit_id: int | None, person_id: int | None, kind: str, words: Wording, at: datetime) -> Letter:
    """A letter as it goes into the outbox."""
    return Letter(
        audit_id=audit_id,
        person_id=person_id or 0,
        kind=kind,
        subject=words.subject,
        body=words.body,
        written_at=at,
    )


def partnership_name(session: Session) -> str:
    """What letters call the partnership."""
    row = session.get(Partnership, 1)
    return row.name if row else ""
