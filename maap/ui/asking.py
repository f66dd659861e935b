"""One question as a part of its own: an answer that changes nothing else on the page draws its question alone.

Where the answer moves how the return stands (what is missing, the progress), that is drawn with it; where it changes
what else is asked or said in the section, the section is.
"""

from collections.abc import Callable
from typing import Any

from maap.domain.engine import SectionRoute, wording
from maap.domain.people import Actor
from maap.domain.questionnaire import EVIDENCE, Question
from maap.ui import parts, presence, sheets, touches
from maap.ui.words import lately
from maap.views.returns import Sheet

Around = tuple[parts.Part[Sheet], parts.Part[Sheet]]
"""How the return stands, and the section."""


class _Drawn:
    """The return as the page shows it. What one question draws, the others know."""

    def __init__(self, page: Sheet) -> None:
        self.page, self._standing = page, _standing(page)

    def moved_by(self, found: Sheet) -> bool:
        """Take this to be drawn; whether it stands otherwise than before."""
        before = self._standing
        self.page, self._standing = found, _standing(found)
        return self._standing != before


def each(page: Sheet, found: SectionRoute, step: Callable[[Actor], Sheet], around: Around) -> None:
    """Every question of a section, each in its part. ``step`` saves what was touched and loads the return again."""
    drawn = _Drawn(page)
    for question in found.asked:
        _one(drawn, question, step, around)


def _one(drawn: _Drawn, question: Question, step: Callable[[Actor], Sheet], around: Around) -> None:
    standing, section = around

    def again(somebody: Actor) -> Sheet:
        found = step(somebody)
        if _beside(found, question) != _beside(drawn.page, question):
            parts.show_together(found, standing, section)
        presence.note(found, found.form.section_of(question.id).id)
        if drawn.moved_by(found):
            parts.show_together(found, mine, standing)
        return found

    mine = parts.Part(f"answer/{question.id}", again, lambda loaded: sheets.question(loaded, question))
    mine.show(drawn.page)


def _standing(page: Sheet) -> tuple[Any, ...]:
    """What is said of the return above its section and beside it."""
    sections = [(one.section.id, one.state, one.picked, _ids(one.unanswered)) for one in page.route.sections]
    touched, today = page.place.row.touched_at, page.place.seat.actor.today
    last = lately(touched, today) if touched else ""
    return (sections, page.route.progress, page.route.hidden, len(touches.waiting(page.return_id)), last)


def _beside(page: Sheet, question: Question) -> tuple[Any, ...]:
    """What is drawn of the section beside one question, and what decides whether it may be answered."""
    own, route = (question.id, question.id + EVIDENCE), page.route
    here = page.form.section_of(question.id).id
    section = next((one for one in route.sections if one.section.id == here), None)
    asked = section.asked if section else ()
    labels = [wording(one.label, page.form, route) for one in asked]
    others = {key: value for key, value in page.stored.items() if key not in own}
    values = {key: value for key, value in route.values.items() if key not in own}
    said = {key: value for key, value in page.remarks.items() if key not in own}
    lacking = [one.section.id for one in route.sections if one.unanswered and one.section.id != here]
    sections = _ids(one.section for one in route.sections)
    return (sections, _ids(asked), labels, others, values, said, lacking, page.state, page.open_for_me, page.requests)


def _ids(things: Any) -> list[str]:
    return [thing.id for thing in things]
