"""Before and after: what an action was to improve, in the earlier audit and in the re-audit, said with care.

Both sides count the same thing: how often the better answers were given, of the answers that say either way. A
difference is called a change only when chance seldom brings it about.
"""

from dataclasses import dataclass
from typing import Literal

from maap.domain.actions import Direction
from maap.domain.change import is_a_change
from maap.domain.ladders import in_words
from maap.domain.questionnaire import Choice, Grade, Question, Questionnaire, YesNo
from maap.domain.questions import Asked
from maap.domain.sentences import share

_SAYS_NOTHING = frozenset({"not_applicable", "not_known", "not_seen"})
SMALL = 20
"""Fewer answers than this on either side: then the sentence says how little they can show."""


@dataclass(frozen=True)
class Yardstick:
    """What is counted for a question or a domain.

    ``better``: the values that are good; ``either``: those that say it is good or it is not. Everything else, such as
    «not applicable», stands in no count.
    """

    kind: Literal["question", "domain"]
    key: str
    name: str
    says: str
    better: frozenset[str]
    either: frozenset[str]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    n: int
    of: int


@dataclass(frozen=True)
class Comparison:
    """One thing that was to improve. ``before`` and ``after`` are None where there is nothing to count.

    ``cautions``: what makes the two sides hard to compare, in a sentence each.
    """

    yardstick: Yardstick
    before: Share | None
    after: Share | None
    cautions: tuple[str, ...] = ()

    @property
    def comparable(self) -> bool:
        """Whether both sides have answers."""
        return bool(self.before and self.after and self.before.of and self.after.of)

    @property
    def is_change(self) -> bool:
        """Whether the difference is more than chance explains (Fisher's exact test, two-sided, 5 in 100)."""
        if not (self.before and self.after and self.comparable):
            return False
        return is_a_change(self.before.n, self.before.of, self.after.n, self.after.of)

    @property
    def direction(self) -> Direction:
        """Where practice went, as far as the answers show it; unknown while chance explains the difference."""
        if not (self.before and self.after and self.comparable):
            return Direction.UNKNOWN
        more = self.after.n * self.before.of - self.before.n * self.after.of
        if more == 0:
            return Direction.SAME
        if not self.is_change:
            return Direction.UNKNOWN
        return Direction.BETTER if more > 0 else Direction.WORSE

    @property
    def sentence(self) -> str:
        """The comparison in plain words."""
        if not (self.before and self.after and self.comparable):
            return f"{self.yardstick.name}: {self._lacking()}"
        said = (
            f"{self.yardstick.name}: {self.yardstick.says} in {share(self.after.n, self.after.of)} after, "
            f"{share(self.before.n, self.before.of)} before."
        )
        return f"{said} {self._verdict()}"

    def _verdict(self) -> str:
        match self.direction:
            case Direction.BETTER:
                return "Better, by more than chance explains."
            case Direction.WORSE:
                return "Worse, by more than chance explains."
            case Direction.SAME:
                return "No change."
        return "The change is within what chance alone would give."

    def _lacking(self) -> str:
        if not (self.before and self.before.of):
            return "there is nothing to compare with: the earlier audit has no answers to it."
        return f"{share(self.before.n, self.before.of)} before; the re-audit has no answers to it yet."


def measurable(question: Question | Asked) -> bool:
    """Whether answers to a question can show that practice changed: grades, yes or no, and choices with scores."""
    match question:
        case Grade() | YesNo():
            return not question.panel_only
        case Choice():
            return not question.panel_only and len({option.score for option in question.options} - {None}) > 1
    return False


def yardstick(form: Questionnaire, question_id: str = "", domain: str = "") -> Yardstick | None:
    """What is counted for a question, or else for the grades of a domain; None when the form does not ask it."""
    if question_id:
        return _of_question(form, question_id)
    grade = next(
        (
            one
            for one in form.questions
            if isinstance(one, Grade) and not one.panel_only and form.domain_of(one.id) == domain
        ),
        None,
    )
    if grade is None or not domain:
        return None
    names = {one.key: one.name for one in form.domains}
    better, either, says = _levels(form, grade.scale)
    return Yardstick("domain", domain, names.get(domain, in_words(domain)), says, better, either)


def _of_question(form: Questionnaire, question_id: str) -> Yardstick | None:
    question = next((one for one in form.questions if one.id == question_id), None)
    if question is None or not measurable(question):
        return None
    match question:
        case Grade():
            better, either, says = _levels(form, question.scale)
        case YesNo():
            good = "no" if question.polarity == "area" else "yes"
            better, says = frozenset({good}), f"“{good}”"
            either = frozenset(option.value for option in question.options) - _SAYS_NOTHING
        case Choice():
            scores = {option.value: option.score for option in question.options if option.score is not None}
            best = max(scores.values())
            better, either = frozenset(value for value, score in scores.items() if score == best), frozenset(scores)
            says = " or ".join(f"“{option.label}”" for option in question.options if option.value in better)
        case _:
            return None
    return Yardstick("question", question.id, question.label, says, better, either)


def _levels(form: Questionnaire, scale_key: str) -> tuple[frozenset[str], frozenset[str], str]:
    """The better half of a scale's levels, all its levels that grade, and the better half in words."""
    scale = form.scale(scale_key)
    ranked = sorted(
        (level for level in scale.levels if level.rank is not None),
        key=lambda level: level.rank or 0,
        reverse=scale.direction == "higher_is_better",
    )
    better = ranked[: max(1, len(ranked) // 2)]
    said = better[-1].label.lower() + (" or better" if len(better) > 1 else "")
    return frozenset(one.value for one in better), frozenset(one.value for one in ranked), said


def cautions(before: Questionnaire, after: Questionnaire, then: Yardstick, now: Yardstick | None) -> tuple[str, ...]:
    """What makes two audits hard to compare in one thing, in a sentence each."""
    if now is None:
        return ("The re-audit does not ask this, so nothing can be said about it.",)
    found = []
    if then.either != now.either:
        found.append("The two audits grade this on different scales or offer other answers, so take care.")
    if then.kind == "question" and then.name != now.name:
        found.append("The question was worded differently in the two audits.")
    if then.kind == "domain" and _asked_in(before, then.key) != _asked_in(after, then.key):
        found.append("The two questionnaires do not ask the same about this part of practice.")
    return tuple(found)


def _asked_in(form: Questionnaire, domain: str) -> list[str]:
    return sorted(one.id for one in form.questions if form.domain_of(one.id) == domain)
