"""What a condition may look at: the answers given before it, and the lists of values they come from."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from maap.domain.designing import Line, Part, line_of, outline
from maap.domain.questionnaire import (
    Calculated,
    Choice,
    Choices,
    Date,
    Grade,
    Matrix,
    Note,
    Number,
    Question,
    Questionnaire,
    Section,
    YesNo,
)

Shape = Literal["one", "several", "number", "date", "other"]
_LOOKING = ("relevant", "formula", "count")
_NAME = re.compile(r"\$\{\s*([A-Za-z_][\w.-]*)\s*\}")


@dataclass(frozen=True)
class Operand:
    """An earlier answer that a condition may look at. ``answers``: value → words, where there is a list of them."""

    name: str
    label: str
    shape: Shape
    answers: Mapping[str, str] = field(default_factory=dict)


def operands(questionnaire: Questionnaire, part_id: str) -> dict[str, Operand]:
    """What a condition of this part may look at: everything answered before it, by name.

    Raises NoSuchPart.
    """
    own = line_of(questionnaire, part_id)
    found: dict[str, Operand] = {}
    several = {section.id: {section.id, *(q.id for q in section.questions)} for section in _several(questionnaire)}
    for line in outline(questionnaire):
        if line.part.id == part_id:
            break
        inside_another = line.depth == 2 and line.within != own.within
        if not inside_another and not _one_of_several(line, own, several):
            found.update({operand.name: operand for operand in _operands(line.part, questionnaire)})
    return found


def _several(questionnaire: Questionnaire) -> Iterator[Section]:
    return (section for section in questionnaire.sections if section.each)


def _one_of_several(line: Line, own: Line, several: Mapping[str, set[str]]) -> bool:
    """Whether a question has an answer for each child, seen from outside of its section: one answer cannot be meant."""
    holders = [inside for section, inside in several.items() if line.part.id in inside - {section}]
    return any(not {own.part.id, own.within} & inside for inside in holders)


def _operands(part: Part, questionnaire: Questionnaire) -> Iterator[Operand]:
    if isinstance(part, Section):
        if part.optional:
            yield Operand(part.pick_id, f"Section “{part.title}” is picked", "one", {"yes": "Yes", "no": "No"})
        if part.each and not part.count:
            yield Operand(part.count_id, f"How many: {part.each}", "number")
        return
    match part:
        case Note():
            return
        case Matrix():
            levels = _levels(questionnaire, part.scale)
            for row in part.rows:
                yield Operand(f"{part.id}__{row.value}", f"{part.label}: {row.label}", "one", levels)
        case _:
            yield Operand(part.id, part.label, _shape(part), _answers(part, questionnaire))


def _shape(question: Question) -> Shape:
    match question:
        case Choice() | YesNo() | Grade():
            return "one"
        case Choices():
            return "several"
        case Number() | Calculated():
            return "number"
        case Date():
            return "date"
        case _:
            return "other"


def _answers(question: Question, questionnaire: Questionnaire) -> dict[str, str]:
    if isinstance(question, Choice | Choices | YesNo):
        return {option.value: option.label for option in question.options}
    return _levels(questionnaire, question.scale) if isinstance(question, Grade) else {}


def _levels(questionnaire: Questionnaire, key: str) -> dict[str, str]:
    return {level.value: level.label for scale in questionnaire.scales if scale.key == key for level in scale.levels}


def operand_named(questionnaire: Questionnaire, name: str) -> Operand | None:
    """The answer of that name, wherever it stands; None when there is none."""
    base = name.partition("__")[0]
    for line in outline(questionnaire):
        if line.part.id == base:
            return next((found for found in _operands(line.part, questionnaire) if found.name == name), None)
    return None


def driving(questionnaire: Questionnaire) -> Sequence[Question]:
    """The questions whose answers open others, in printed order."""
    looked_at: set[str] = set()
    for line in outline(questionnaire):
        looked_at |= set(_NAME.findall(" ".join(str(getattr(line.part, name, "")) for name in _LOOKING)))
    bases = {name.partition("__")[0] for name in looked_at}
    return [
        line.part for line in outline(questionnaire) if not isinstance(line.part, Section) and line.part.id in bases
    ]
