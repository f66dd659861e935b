"""What letters say: as an administrator changed it, or as it was shipped."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlmodel import Session, select

from maap.domain.invitations import Wording
from maap.domain.letters import LetterText, written
from maap.domain.standard_letters import STANDARD, filled, meant
from maap.storage.tables import Choice, Partnership


def in_force(session: Session, shipped: Mapping[str, LetterText]) -> dict[str, LetterText]:
    """Every letter's text by its key."""
    changed = session.exec(select(Choice).where(Choice.kind == "letter"))
    standard = {one.key: one.text() for one in STANDARD}
    return dict(shipped) | standard | {row.key: LetterText.model_validate(row.body) for row in changed}


def worded(session: Session, words: Callable[..., Wording], **facts: Any) -> Wording:
    """What a letter says that a deed causes: the shipped words, or those an administrator chose for this kind of it."""
    kind = meant(words, facts)
    changed = session.exec(select(Choice).where(Choice.kind == "letter", Choice.key == kind.key)).first()
    if changed is None:
        return words(**facts)
    known = {"partnership": partnership_name(session), **filled(facts)}
    return written(LetterText.model_validate(changed.body), known)


def partnership_name(session: Session) -> str:
    """What letters call the partnership."""
    row = session.get(Partnership, 1)
    return row.name if row else ""
