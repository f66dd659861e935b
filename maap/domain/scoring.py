"""The scores of a return: those of its answers, rolled up for each section and for the whole, as its author says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from maap.domain.engine import Route
from maap.domain.questionnaire import Choice, Choices, Grade, Matrix, Question, Questionnaire, Section, YesNo
from maap.domain.scoring_ways import NEUTRAL, RULES
from maap.domain.sections import apart
from maap.domain.wording import figure


@dataclass(frozen=True)
class Score:
    """What a section, or the whole return (title ""), comes to. ``value``: None while no answer has a score.

    ``most``: what it could have come to, where the scores are added up. ``neutral``: answers without a score.
    """

    title: str
    way: str
    value: float | None
    most: float | None
    answers: int
    neutral: int

    @property
    def words(self) -> str:
        """The result in words: “14 of 20 points (70%)”."""
        if self.value is None:
            return "No answer with a score yet"
        value = figure(round(self.value, 2))
        if self.most is None:
            return value
        percent = f" ({round(100 * self.value / self.most)}%)" if self.way == "share" and self.most > 0 else ""
        return f"{value} of {figure(round(self.most, 2))} points{percent}"

    @property
    def rule(self) -> str:
        """How it came about, in a sentence or two."""
        return f"{RULES[self.way]} {NEUTRAL}"


@dataclass(frozen=True)
class _Scored:
    """One answer's scores, and the most it could have had; none for an answer that has no score."""

    scores: tuple[float, ...]
    most: float


def scores(form: Questionnaire, taken: Route) -> tuple[Score, ...]:
    """Each section's score in printed order, then the whole's; none where the author rolls nothing up."""
    found: list[Score] = []
    whole: list[_Scored] = []
    for page in taken.sections:
        answered = [one for one in page.asked if one.id in taken.answers and can_score(form, one)]
        own = [_scored(form, question, taken.answers[question.id]) for question in answered]
        whole += own
        if own and (way := _way(form, page.section)):
            found.append(_rolled_up(page.section.title, way, own))
    if form.roll_up and whole:
        found.append(_rolled_up("", form.roll_up, whole))
    return tuple(found)


def _way(form: Questionnaire, section: Section) -> str:
    own = next((one.roll_up for one in form.sections if one.id == apart(section.id)[0]), "")
    return own or form.roll_up


def can_score(form: Questionnaire, question: Question) -> bool:
    """Whether any answer of a question has a score."""
    return any(score is not None for score in _offered(form, question).values())


def _offered(form: Questionnaire, question: Question) -> Mapping[str, float | None]:
    """The score of each answer that a question offers."""
    match question:
        case Choice() | Choices() | YesNo():
            return {option.value: option.score for option in question.options}
        case Grade() | Matrix():
            levels = [level for scale in form.scales if scale.key == question.scale for level in scale.levels]
            return {level.value: level.score for level in levels}
        case _:
            return {}


def _scored(form: Questionnaire, question: Question, value: object) -> _Scored:
    offered = _offered(form, question)
    had = [score for score in offered.values() if score is not None]
    got = tuple(score for one in _values(value) if (score := offered.get(one)) is not None)
    if not had or not got:
        return _Scored((), 0)
    if isinstance(question, Choices):
        return _Scored(got, fsum(score for score in had if score > 0))
    return _Scored(got, max(had) * len(got))


def _values(value: object) -> Iterator[str]:
    if isinstance(value, Mapping):
        yield from map(str, value.values())
    elif isinstance(value, list):
        yield from map(str, value)
    else:
        yield str(value)


def _rolled_up(title: str, way: str, answers: Sequence[_Scored]) -> Score:
    each = [score for one in answers for score in one.scores]
    most = fsum(one.most for one in answers) if way in ("sum", "share") else None
    counted = sum(bool(one.scores) for one in answers)
    return Score(title, way, _one(way, each), most if each else None, counted, len(answers) - counted)


def _one(way: str, each: Sequence[float]) -> float | None:
    if not each:
        return None
    match way:
        case "lowest":
            return min(each)
        case "highest":
            return max(each)
        case "mean":
            return fsum(each) / len(each)
        case _:
            return fsum(each)
