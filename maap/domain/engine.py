"""Runs a questionnaire: which questions are asked, given the answers so far, and whether an answer fits.

One pass in printed order. A question that is not asked counts as unanswered for everything after it, so each
condition is worked out once and the pass always ends.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from maap.domain.answers import Answers, BadAnswer, stored
from maap.domain.expressions import with_answers
from maap.domain.questionnaire import Question, Questionnaire, Repeat
from maap.domain.sections import numbered
from maap.domain.walk import SectionRoute, Walk, answerable
from maap.domain.wording import said

__all__ = ["Answers", "BadAnswer", "Route", "SectionRoute", "check", "route", "said", "wording"]


@dataclass(frozen=True)
class Route:
    """What is asked now. `answers` holds the answers that count, `hidden` the ids of those that do not."""

    asked: tuple[Question, ...]
    unanswered: tuple[Question, ...]
    wanted: tuple[Question, ...]
    hidden: frozenset[str]
    complete: bool
    progress: float
    values: Mapping[str, object]
    sections: tuple[SectionRoute, ...]
    answers: Mapping[str, object]
    times: Mapping[str, int]
    """How often each section is answered that is answered once for each of several."""


def route(questionnaire: Questionnaire, answers: Answers, today: date) -> Route:
    """The way through a questionnaire that these answers open; `progress` is 0 to 1 over required questions.

    Raises BadExpression when a condition cannot be read, which the form check refuses beforehand.
    """
    walk = Walk(questionnaire, answers, today)
    sections = walk.sections()
    asked = tuple(question for found in sections for question in found.asked)
    unanswered = tuple(question for found in sections for question in found.unanswered)
    required = sum(question.need == "required" and answerable(question) for question in asked)
    return Route(
        asked=asked,
        unanswered=unanswered,
        wanted=tuple(question for question in asked if question.need == "wanted" and walk.lacks(question)),
        hidden=frozenset(key for key, value in answers.items() if value is not None and key not in walk.counted),
        complete=not unanswered,
        progress=1 - len(unanswered) / required if required else 1.0,
        values=walk.values,
        sections=sections,
        answers=walk.counted,
        times=walk.times,
    )


def check(questionnaire: Questionnaire, answers: Answers, question_id: str, given: object, today: date) -> object:
    """The value to store for what was given; None clears the answer.

    Raises BadAnswer with a sentence: not a question here, not one of its answers, outside its limits or constraint.
    """
    question = _asked(questionnaire, question_id)
    value = stored(question, given, questionnaire)
    constrained = question.questions if isinstance(question, Repeat) else ()
    if value is None or not (question.constraint or any(child.constraint for child in constrained)):
        return _not_too_many(question, value)
    walk = Walk(questionnaire, answers, today)
    walk.sections()
    walk.constrain(question, value)
    return _not_too_many(question, value)


def _asked(questionnaire: Questionnaire, question_id: str) -> Question:
    try:
        question = questionnaire.question(question_id)
        if questionnaire.once(question_id):
            return question
    except KeyError:
        pass
    raise BadAnswer("This question is not part of your questionnaire. Reload the page to see what is asked.")


def wording(text: str, questionnaire: Questionnaire, taken: Route) -> str:
    """A label with the earlier answers it pipes in, as ${id}, said in words."""

    def answer(question_id: str) -> str:
        try:
            question = questionnaire.question(question_id)
            ids = [question_id] if questionnaire.once(question_id) else _each(questionnaire, question_id, taken)
        except KeyError:
            return "[not asked]"
        values = [taken.values.get(each, taken.answers.get(each)) for each in ids]
        return ", ".join(filter(None, (said(question, one, questionnaire) for one in values))) or "[not answered yet]"

    return with_answers(text, answer) if "${" in text else text


def _each(questionnaire: Questionnaire, question_id: str, taken: Route) -> list[str]:
    times = taken.times.get(questionnaire.section_of(question_id).id, 0)
    return [numbered(question_id, number) for number in range(1, times + 1)]


def _not_too_many(question: Question, value: object) -> object:
    if isinstance(question, Repeat) and isinstance(value, list) and 0 < question.at_most < len(value):
        raise BadAnswer(f"Give at most {question.at_most} entries. You have given {len(value)}.")
    return value
