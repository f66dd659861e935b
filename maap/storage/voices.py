"""Forms of voice as the partnership has them, and what was said about cases, as rows."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from maap.domain.voice import Kind, VoiceForm
from maap.storage.tables import Choice

FORM = "voice"
"""The kind under which a changed form is kept among the partnership's choices."""


def voice_forms(session: Session, shipped: Mapping[Kind, VoiceForm]) -> dict[Kind, tuple[VoiceForm, int]]:
    """Each form with its revision: as it was changed, or as the configuration has it (revision 0)."""
    rows = session.exec(select(Choice).where(col(Choice.kind) == FORM))
    changed = {Kind(row.key): (VoiceForm.model_validate(row.body), row.revision) for row in rows}
    return {kind: changed.get(kind, (form, 0)) for kind, form in shipped.items()}
