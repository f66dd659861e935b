"""What one agency said about one domain of a case, in words: what worked well first, evidence beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from maap.domain.engine import route, said, wording
from maap.domain.panels import is_private
from maap.domain.questionnaire import EVIDENCE, Calculated, Grade, Note, Question, Questionnaire, Themes


@dataclass(frozen=True)
class HandedIn:
    """A return that is in: its agency's own part of the questionnaire, and the answers that count."""

    agency: str
    form: Questionnaire
    answers: Mapping[str, object]


@dataclass(frozen=True)
class Said:
    """One answer in words, under the wording of its question."""

    question: str
    answer: str
    evidence: str


@dataclass(frozen=True)
class OwnGrade:
    """The grade that an agency gave itself. ``level`` is its value on the scale, ``answer`` says it in words."""

    level: str
    answer: str
    evidence: str


@dataclass(frozen=True)
class Part:
    """One agency's part. ``strengths`` and ``areas`` are what it wrote, the themes are the names it chose."""

    agency: str
    grades: tuple[OwnGrade, ...]
    strengths: tuple[Said, ...]
    strength_themes: tuple[str, ...]
    areas: tuple[Said, ...]
    area_themes: tuple[str, ...]
    others: tuple[Said, ...]

    @property
    def empty(self) -> bool:
        """Whether the agency said nothing here."""
        said_something = (self.strengths, self.strength_themes, self.areas, self.area_themes, self.others)
        return not self.grades and not any(said_something)


def read_out(given: HandedIn, domain: str, themes: Mapping[str, str], today: date) -> Part:
    """An agency's answers in a domain ("" for those in none). ``themes`` gives a theme's name by its key.

    Answers with a lane of their own are left out.
    """
    form, answers = given.form, given.answers
    asked = [question for question in form.questions if _belongs(question, given, domain)]
    told = [question for question in asked if not isinstance(question, Grade | Themes)]

    def put(question: Question) -> Said:
        words = wording(question.label, form, route(form, answers, today)) if "${" in question.label else question.label
        return Said(words, said(question, answers[question.id], form), _evidence(question, answers))

    return Part(
        agency=given.agency,
        grades=tuple(
            OwnGrade(str(answers[one.id]), said(one, answers[one.id], form), _evidence(one, answers))
            for one in asked
            if isinstance(one, Grade)
        ),
        strengths=tuple(put(question) for question in told if question.polarity == "strength"),
        strength_themes=_themes(asked, answers, "strength", themes),
        areas=tuple(put(question) for question in told if question.polarity == "area"),
        area_themes=_themes(asked, answers, "area", themes),
        others=tuple(put(question) for question in told if not question.polarity),
    )


def _belongs(question: Question, given: HandedIn, domain: str) -> bool:
    return (
        given.answers.get(question.id) not in (None, "", [], {})
        and given.form.domain_of(question.id) == domain
        and not isinstance(question, Note | Calculated)
        and not is_private(question.id)
    )


def _evidence(question: Question, answers: Mapping[str, object]) -> str:
    return str(answers.get(question.id + EVIDENCE) or "")


def _themes(
    asked: list[Question], answers: Mapping[str, object], polarity: str, names: Mapping[str, str]
) -> tuple[str, ...]:
    chosen = [
        str(key)
        for question in asked
        if isinstance(question, Themes) and question.polarity == polarity
        for key in _listed(answers[question.id])
    ]
    return tuple(names.get(key, key) for key in dict.fromkeys(chosen))


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
