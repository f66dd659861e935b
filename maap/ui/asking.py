"""One question as a part of its own: an answer that changes nothing else on the page draws its question alone.

What else on the page depends on an answer is `_around`: where that has changed (another question opens, the progress
moves, a colleague answered), the part with the whole section is drawn again with what was already loaded.
"""

from collections.abc import Callable
from typing import Any

from maap.domain.engine import wording
from maap.domain.people import Actor
from maap.domain.questionnaire import EVIDENCE, Question
from maap.ui import presence, sheets, touches
from maap.ui.parts import Part
from maap.ui.words import lately
from maap.views.returns import Sheet


def each(page: Sheet, asked: tuple[Question, ...], step: Callable[[Actor], Sheet], whole: Part[Sheet]) -> None:
    """Every question of a section, each in its part. ``step`` saves what was touched and loads the return again."""
    for question in asked:
        _one(page, question, step, whole)


def _one(page: Sheet, question: Question, step: Callable[[Actor], Sheet], whole: Part[Sheet]) -> None:
    as_drawn = _around(page, question)

    def again(somebody: Actor) -> Sheet:
        found = step(somebody)
        if _around(found, question) != as_drawn:
            whole.show_again(found)
        presence.note(found, found.form.section_of(question.id).id)
        return found

    Part(f"answer/{question.id}", again, lambda loaded: sheets.question(loaded, question)).show(page)


def _around(page: Sheet, question: Question) -> tuple[Any, ...]:
    """All that is drawn beside one question, or depends on its answer."""
    own, route = (question.id, question.id + EVIDENCE), page.route
    sections = [
        (one.section.id, one.state, one.picked, _ids(one.asked), _ids(one.unanswered)) for one in route.sections
    ]
    labels = [wording(found.label, page.form, route) for found in route.asked]
    others = {key: value for key, value in page.stored.items() if key not in own}
    values = {key: value for key, value in route.values.items() if key not in own}
    said = {key: value for key, value in page.remarks.items() if key not in own}
    touched = page.place.row.touched_at
    last = lately(touched, page.place.seat.actor.today) if touched else ""
    unsaved = len(touches.waiting(page.return_id))
    standing = (page.state, page.open_for_me, page.behind, page.requests, unsaved, last)
    return (sections, labels, others, values, said, route.progress, route.hidden, standing)


def _ids(questions: tuple[Question, ...]) -> list[str]:
    return [question.id for question in questions]
