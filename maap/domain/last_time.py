"""What the same agency answered last time, shown beside a question and never copied."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from maap.domain.panels import is_private
from maap.domain.questionnaire import Grade, Matrix, Question, Questionnaire, Repeat, Themes
from maap.domain.wording import MONTHS, said

SHORTEST_REFERENCE = 5
"""In characters. Shorter references, such as the numbers of rows, name another case in each list."""


@dataclass(frozen=True)
class LastTime:
    """An earlier answer in words, and when it was handed in."""

    answer: str
    on: date

    @property
    def when(self) -> str:
        """“March 2025”."""
        return f"{MONTHS[self.on.month - 1]} {self.on.year}"


def names_a_case(reference: str) -> bool:
    """Whether a reference in a list is told from others in other lists too."""
    return len(reference) >= SHORTEST_REFERENCE and any(letter.isdigit() for letter in reference)


def last_time(
    now: Questionnaire, then: Questionnaire, answers: Mapping[str, object], on: date
) -> Mapping[str, LastTime]:
    """The earlier answers to questions that are asked in the same way now, by question.

    ``answers``: those that counted then. What an agency told in confidence is left out.
    """
    found = {}
    for question in now.questions:
        value = answers.get(question.id)
        if value is None or is_private(question.id) or isinstance(question, Themes):
            continue
        try:
            before = then.question(question.id)
        except KeyError:
            continue
        if _same_way(before, question) and (words := said(before, value, then)):
            found[question.id] = LastTime(words, on)
    return found


def _same_way(before: Question, now: Question) -> bool:
    if type(before) is not type(now) or isinstance(now, Repeat):
        return False
    if isinstance(before, Grade | Matrix) and isinstance(now, Grade | Matrix):
        return before.scale == now.scale
    return True
