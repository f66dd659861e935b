"""One question of a return as a piece of its page, whether it is asked now or not: there is room for it then."""

from maap.domain.engine import wording
from maap.domain.questionnaire import EVIDENCE, Question
from maap.ui import sheets
from maap.ui.at_section import AtSection
from maap.ui.pieces import Pieces


def lay(pieces: Pieces[AtSection], question: Question, at: AtSection) -> None:
    """A question where the page has come to; nothing while it is not asked."""

    def draw(now: AtSection) -> None:
        if _asked(question, now):
            sheets.question(now, question)

    pieces.lay(f"answer/{question.id}", lambda now: _shows(question, now), draw, at)


def _asked(question: Question, at: AtSection) -> bool:
    return at.found is not None and any(one.id == question.id for one in at.found.asked)


def _shows(question: Question, at: AtSection) -> object:
    """All that its drawing depends on, and None while it is not asked."""
    if not _asked(question, at):
        return None
    sheet = at.sheet
    saved = tuple((sheet.stored.get(key), at.unsaved.get(key)) for key in _boxes(question))
    said = wording(question.label, sheet.form, sheet.route), sheet.route.values.get(question.id)
    notes = sheet.may_discuss, sheet.remarks.get(question.id), at.notes.of(question.id)
    return said, saved, sheet.open_for_me, notes


def _boxes(question: Question) -> tuple[str, ...]:
    return (question.id, question.id + EVIDENCE) if getattr(question, "evidence", False) else (question.id,)
