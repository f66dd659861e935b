"""One pass through a questionnaire in printed order, carrying what conditions may look at."""

import math
from collections import ChainMap
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from maap.domain.answers import Answers, BadAnswer, present
from maap.domain.expressions import Scope, parse
from maap.domain.functions import number, string
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
from maap.domain.sections import apart, opening
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
    """The pass itself. `seen` is what conditions may look at so far, `counted` the answers on the way.

    `inner` is what the conditions of one of several may look at, by section and number; `times` how many there are.
    """

    questionnaire: Questionnaire
    answers: Answers
    today: date
    seen: dict[str, object] = field(default_factory=dict)
    counted: dict[str, object] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)
    unfinished: set[str] = field(default_factory=set)
    inner: dict[tuple[str, int], ChainMap[str, object]] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)

    def sections(self) -> tuple[SectionRoute, ...]:
        """Every open section in printed order."""
        return tuple(found for section in self.questionnaire.sections for found in self.section(section))

    def section(self, section: Section) -> Iterator[SectionRoute]:
        """A section as often as it is answered; nothing while its condition does not hold."""
        if section.relevant and not self._holds(section.relevant, self.seen):
            return
        if section.optional:
            pick = self.answers.get(section.pick_id)
            if pick is not None:
                self.counted[section.pick_id] = self.seen[section.pick_id] = pick
            if pick != "yes":
                yield SectionRoute(section, (), (), "not started", picked=False)
                return
        if not section.each:
            yield self._page(section, self.seen, 1)
            return
        if section.optional or not section.count:
            yield self._page(opening(section), self.seen, 1)
        times = self.times[section.id] = self._how_many(section)
        for position in range(1, times + 1):
            own = self.inner[section.id, position] = ChainMap({}, self.seen)
            yield self._page(self.questionnaire.instance(section, position), own, position)
        self._gather(section, times)

    def _page(self, section: Section, values: MutableMapping[str, object], position: int) -> SectionRoute:
        asked = tuple(question for question in section.questions if self._ask(question, values, position))
        unanswered = tuple(question for question in asked if question.need == "required" and self.lacks(question))
        return SectionRoute(section, asked, unanswered, self._state(asked, unanswered))

    def _how_many(self, section: Section) -> int:
        given = self._value(section.count, self.seen, "", 1) if section.count else self.counted.get(section.count_id)
        many = number("" if given is None else given)
        return max(0, min(section.most, int(many))) if math.isfinite(many) else 0

    def _gather(self, section: Section, times: int) -> None:
        """After several, conditions see each of their answers as a list, with an empty text where none was given."""
        own = [self.inner[section.id, position].maps[0] for position in range(1, times + 1)]
        for name in dict.fromkeys(name for values in own for name in values):
            given = [values.get(name, "") for values in own]
            self.seen[name] = [text for one in given for text in (one if isinstance(one, list) else [string(one)])]
        self.seen[section.id] = [str(position) for position in range(1, times + 1)]

    def lacks(self, question: Question) -> bool:
        if not answerable(question):
            return False
        return question.id in self.unfinished or not present(question, self.counted.get(question.id))

    def constrain(self, question: Question, value: object) -> None:
        """Refuse an answer that breaks its own rule. Raises BadAnswer."""
        seen, position = self._beside(question.id)
        self._constrain(question, value, seen, position)
        if isinstance(question, Repeat) and isinstance(value, list):
            for place, row in enumerate(value, 1):
                values = dict(seen) | {child.id: expressed(child, row.get(child.id)) for child in question.questions}
                for child in question.questions:
                    if row.get(child.id) is not None:
                        self._constrain(child, row[child.id], values, place)

    def _beside(self, question_id: str) -> tuple[Mapping[str, object], int]:
        """What the rule of an answer may look at, and which of several it is."""
        base, position = apart(question_id)
        if not position:
            return self.seen, 1
        section = next(one for one in self.questionnaire.sections if any(base == each.id for each in one.questions))
        return self.inner.get((section.id, position), self.seen), position

    def _constrain(self, question: Asked, value: object, values: Mapping[str, object], position: int) -> None:
        if not question.constraint:
            return
        scope = Scope(values, self.today, expressed(question, value), position, self._label)
        if not parse(question.constraint).holds(scope):
            raise BadAnswer(
                question.constraint_message
                or "This answer does not fit the rule for this question. Check it against the guidance beside it."
            )

    def _ask(self, question: Question, seen: MutableMapping[str, object], position: int) -> bool:
        if question.relevant and not self._holds(question.relevant, seen, position):
            return False
        name, value = apart(question.id)[0], self.answers.get(question.id)
        if isinstance(question, Calculated):
            found = self.values[question.id] = self._worked_out(question, seen, value, position)
            seen[name] = "" if found is None else found
            return True
        evidence = self.answers.get(question.id + EVIDENCE)
        if question.evidence and evidence is not None:
            self.counted[question.id + EVIDENCE] = evidence
        if value is None or isinstance(question, Note):
            return True
        self.counted[question.id] = value
        if isinstance(question, Repeat):
            self._rows(question, value, seen)
        else:
            seen[name] = expressed(question, value)
        if isinstance(question, Matrix) and isinstance(value, Mapping):
            seen.update({f"{name}__{row}": level for row, level in value.items()})
        return True

    def _rows(self, question: Repeat, value: object, seen: MutableMapping[str, object]) -> None:
        rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []
        columns: dict[str, list[object]] = {child.id: [] for child in question.questions}
        for position, row in enumerate(rows, 1):
            values = dict(seen)
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
        seen.update(columns)
        seen[apart(question.id)[0]] = [str(position) for position in range(1, len(rows) + 1)]

    def _worked_out(self, question: Calculated, values: Mapping[str, object], own: object, position: int) -> object:
        result = self._value(question.formula, values, own, position)
        if isinstance(result, float):
            return None if not math.isfinite(result) else int(result) if result.is_integer() else result
        return string(result) or None

    def _value(self, expression: str, values: Mapping[str, object], own: object, position: int) -> object:
        return parse(expression).value(Scope(values, self.today, "" if own is None else own, position, self._label))

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
