"""One pass through a questionnaire in printed order, carrying what conditions may look at."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from maap.domain.answers import Answers, BadAnswer, present
from maap.domain.expressions import Scope, parse
from maap.domain.functions import string
from maap.domain.questionnaire import (
    EVIDENCE,
    Asked,
    Calculated,
    Choices,
    Dates,
    Matrix,
    Note,
    Question,
    Questionnaire,
    Repeat,
    Section,
    Themes,
)
from maap.domain.wording import said

State = Literal["not started", "in progress", "complete"]


@dataclass(frozen=True)
class SectionRoute:
    """One open section. An optional one nobody picked is listed with nothing asked and `picked` False."""

    section: Section
    asked: tuple[Question, ...]
    unanswered: tuple[Question, ...]
    state: State
    picked: bool = True


def answerable(question: Question) -> bool:
    """Whether a person answers it."""
    return not isinstance(question, Note | Calculated)


@dataclass
class Walk:
    """The pass itself. `seen` is what conditions may look at so far, `counted` the answers on the way."""

    questionnaire: Questionnaire
    answers: Answers
    today: date
    seen: dict[str, object] = field(default_factory=dict)
    counted: dict[str, object] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)

    def section(self, section: Section) -> SectionRoute | None:
        if section.relevant and not self._holds(section.relevant, self.seen):
            return None
        if section.optional:
            pick = self.answers.get(section.pick_id)
            if pick is not None:
                self.counted[section.pick_id] = self.seen[section.pick_id] = pick
            if pick != "yes":
                return SectionRoute(section, (), (), "not started", picked=False)
        asked = tuple(question for question in section.questions if self._ask(question))
        unanswered = tuple(question for question in asked if question.need == "required" and self.lacks(question))
        return SectionRoute(section, asked, unanswered, self._state(asked, unanswered))

    def lacks(self, question: Question) -> bool:
        if not answerable(question):
            return False
        return question.id in self.unfinished or not present(question, self.counted.get(question.id))

    def constrain(self, question: Question, value: object) -> None:
        self._constrain(question, value, self.seen, 1)
        if isinstance(question, Repeat) and isinstance(value, list):
            for position, row in enumerate(value, 1):
                values = self.seen | {child.id: expressed(child, row.get(child.id)) for child in question.questions}
                for child in question.questions:
                    if row.get(child.id) is not None:
                        self._constrain(child, row[child.id], values, position)

    def _constrain(self, question: Asked, value: object, values: Mapping[str, object], position: int) -> None:
        if not question.constraint:
            return
        scope = Scope(values, self.today, expressed(question, value), position, self._label)
        if not parse(question.constraint).holds(scope):
            raise BadAnswer(
                question.constraint_message
                or "This answer does not fit the rule for this question. Check it against the guidance beside it."
            )

    def _ask(self, question: Question) -> bool:
        if question.relevant and not self._holds(question.relevant, self.seen):
            return False
        if isinstance(question, Calculated):
            value = self.values[question.id] = self._worked_out(question, self.seen, self.answers.get(question.id), 1)
            self.seen[question.id] = "" if value is None else value
            return True
        evidence = self.answers.get(question.id + EVIDENCE)
        if question.evidence and evidence is not None:
            self.counted[question.id + EVIDENCE] = evidence
        value = self.answers.get(question.id)
        if value is None or isinstance(question, Note):
            return True
        self.counted[question.id] = value
        if isinstance(question, Repeat):
            self._rows(question, value)
        else:
            self.seen[question.id] = expressed(question, value)
        if isinstance(question, Matrix) and isinstance(value, Mapping):
            self.seen.update({f"{question.id}__{row}": level for row, level in value.items()})
        return True

    def _rows(self, question: Repeat, value: object) -> None:
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        columns: dict[str, list[object]] = {child.id: [] for child in question.questions}
        for position, row in enumerate(rows, 1):
            values = dict(self.seen)
            for child in question.questions:
                if child.relevant and not self._holds(child.relevant, values, position):
                    continue
                given = row.get(child.id)
                if isinstance(child, Calculated):
                    given = self._worked_out(child, values, given, position)
                elif child.need == "required" and answerable(child) and not present(child, given):
                    self.unfinished.add(question.id)
                values[child.id] = expressed(child, given)
                columns[child.id].append(values[child.id])
        self.seen.update(columns)
        self.seen[question.id] = [str(position) for position in range(1, len(rows) + 1)]

    def _worked_out(self, question: Calculated, values: Mapping[str, object], own: object, position: int) -> object:
        scope = Scope(values, self.today, "" if own is None else own, position, self._label)
        result = parse(question.formula).value(scope)
        if isinstance(result, float):
            return None if not math.isfinite(result) else int(result) if result.is_integer() else result
        return string(result) or None

    def _holds(self, condition: str, values: Mapping[str, object], position: int = 1) -> bool:
        return parse(condition).holds(Scope(values, self.today, "", position, self._label))

    def _label(self, question_id: str, value: str) -> str:
        try:
            return said(self.questionnaire.question(question_id), value, self.questionnaire)
        except KeyError:
            return value

    def _state(self, asked: tuple[Question, ...], unanswered: tuple[Question, ...]) -> State:
        open_to_answer = [question for question in asked if answerable(question)]
        if open_to_answer and not any(question.id in self.counted for question in open_to_answer):
            return "not started"
        return "in progress" if unanswered else "complete"


def expressed(question: Asked, value: object) -> object:
    """An answer as expressions see it: several choices are words with a space between, dates a list."""
    if value is None:
        return ""
    if isinstance(value, bool | int | float):
        return float(value)
    if isinstance(value, list):
        texts = [str(item) for item in value]
        return texts if isinstance(question, Dates) or not isinstance(question, Choices | Themes) else " ".join(texts)
    if isinstance(value, Mapping):
        return "yes" if value else ""
    return str(value)
