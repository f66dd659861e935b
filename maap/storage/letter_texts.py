"""What letters say: as an administrator changed it, or as it was shipped."""

from collections.abc import Mapping

from sqlmodel import Session, select

from maap.domain.letters import LetterText
from maap.storage.tables import Choice, Partnership


def in_force(session: Session, shipped: Mapping[str, LetterText]) -> dict[str, LetterText]:
    """Every letter's text by its key."""
    changed = session.exec(select(Choice).where(Choice.kind == "letter"))
    return dict(shipped) | {row.key: LetterText.model_validate(row.body) for row in changed}


def partnership_name(session: Session) -> str:
    """What letters call the partnership."""
    row = session.get(Partnership, 1)
    return row.name if row else ""
