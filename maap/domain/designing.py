"""Edits of a questionnaire: parts are added, moved, replaced and removed. Each gives another questionnaire."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from maap.domain.checking import RESERVED
from maap.domain.fitting import key_for
from maap.domain.problems import Problem
from maap.domain.questionnaire import Question, Questionnaire, Repeat, Section

Part = Section | Question
_Holder = TypeVar("_Holder", Questionnaire, Section, Repeat)
LONGEST_ID = 40
"""In characters, for an id that is made from words."""
Edit = Callable[[list[Any], int], None]


class NoSuchPart(Problem):
    """A part that a colleague removed meanwhile."""

    def __init__(self) -> None:
        super().__init__("This part is no longer in the questionnaire. Choose another one from the outline.")


@dataclass(frozen=True)
class Line:
    """A line of the outline. ``number`` is "2", "2.1" or "2.1.1"; ``within`` the id of the section or repeat above."""

    part: Part
    number: str
    within: str

    @property
    def depth(self) -> int:
        """0 for a section, 1 for its questions, 2 for questions inside a repeated one."""
        return self.number.count(".")


def outline(questionnaire: Questionnaire) -> tuple[Line, ...]:
    """Every section and question in printed order."""
    return tuple(lines(questionnaire))


def lines(holder: Questionnaire | Section | Repeat, number: str = "", within: str = "") -> Iterator[Line]:
    """The lines of everything inside, in printed order."""
    for place, part in enumerate(_parts(holder), 1):
        line = Line(part, f"{number}{place}", within)
        yield line
        if isinstance(part, Section | Repeat):
            yield from lines(part, f"{line.number}.", part.id)


def line_of(questionnaire: Questionnaire, part_id: str) -> Line:
    """The line of a part. Raises NoSuchPart."""
    for line in outline(questionnaire):
        if line.part.id == part_id:
            return line
    raise NoSuchPart


def ids(questionnaire: Questionnaire) -> frozenset[str]:
    """Every id that a new part cannot have."""
    return frozenset(line.part.id for line in outline(questionnaire)) | RESERVED


def id_for(words: str, taken: Collection[str]) -> str:
    """An id of the first words, with whole words only."""
    made = key_for(words, ())
    short = made if len(made) <= LONGEST_ID else made[: LONGEST_ID + 1].rpartition("_")[0] or made[:LONGEST_ID]
    return key_for(short, taken)


def put(questionnaire: Questionnaire, question: Question, beside: str) -> Questionnaire:
    """The question at the end of a section, or right after another question. Raises NoSuchPart."""
    if isinstance(line_of(questionnaire, beside).part, Section):

        def at_the_end(parts: list[Any], at: int) -> None:
            parts[at] = holding(parts[at], (*parts[at].questions, question))

        return edited(questionnaire, beside, at_the_end)
    return edited(questionnaire, beside, lambda parts, at: parts.insert(at + 1, question))


def put_inside(questionnaire: Questionnaire, question: Question, repeat_id: str) -> Questionnaire:
    """The question at the end of a repeated group. Raises NoSuchPart, Problem for a kind that cannot be repeated."""
    group = line_of(questionnaire, repeat_id).part
    if not isinstance(group, Repeat):
        raise NoSuchPart
    refuse_inside(question)
    return replaced(questionnaire, repeat_id, holding(group, (*group.questions, question)))


def refuse_inside(question: Question) -> None:
    """Raises Problem for a kind that a repeated group cannot hold."""
    if question.kind in ("matrix", "repeat"):
        raise Problem("A repeated group holds single questions only. Put this question outside of the group.")


def put_section(questionnaire: Questionnaire, title: str, after: str = "") -> tuple[Questionnaire, str]:
    """A new, empty section after another one or at the end, and its id."""
    section = Section(id=id_for(title, ids(questionnaire)), title=title)
    sections = list(questionnaire.sections)
    places = [at for at, found in enumerate(sections, 1) if found.id == after]
    sections.insert(places[0] if places else len(sections), section)
    return holding(questionnaire, tuple(sections)), section.id


def without(questionnaire: Questionnaire, part_id: str) -> Questionnaire:
    """Raises NoSuchPart, and Problem for the last question of a repeated group, which cannot be empty."""
    line = line_of(questionnaire, part_id)
    group = line_of(questionnaire, line.within).part if line.within else None
    if isinstance(group, Repeat) and len(group.questions) == 1:
        raise Problem("A repeated group needs at least one question. Remove the whole group instead.")
    return edited(questionnaire, part_id, lambda parts, at: parts.pop(at))


def replaced(questionnaire: Questionnaire, part_id: str, part: Part) -> Questionnaire:
    """Another part in the place of one. Raises NoSuchPart."""
    return edited(questionnaire, part_id, lambda parts, at: parts.__setitem__(at, part))


def moved(questionnaire: Questionnaire, part_id: str, by: int) -> Questionnaire:
    """One place up (-1) or down (1). A question at the edge of its section goes on into the next one.

    The same questionnaire when there is nowhere to go. Raises NoSuchPart.
    """
    line = line_of(questionnaire, part_id)
    siblings = _parts(_holder(questionnaire, line.within) if line.within else questionnaire)
    at = next(place for place, part in enumerate(siblings) if part.id == part_id)
    if 0 <= at + by < len(siblings):
        return edited(questionnaire, part_id, lambda parts, at: parts.insert(at + by, parts.pop(at)))
    return _over_the_edge(questionnaire, line, by) if line.depth == 1 else questionnaire


def _over_the_edge(questionnaire: Questionnaire, line: Line, by: int) -> Questionnaire:
    sections = [section.id for section in questionnaire.sections]
    to = sections.index(line.within) + by
    if not 0 <= to < len(sections):
        return questionnaire
    return moved_to(questionnaire, line.part.id, sections[to], first=by > 0)


def moved_to(questionnaire: Questionnaire, part_id: str, section_id: str, first: bool = False) -> Questionnaire:
    """A question at the end, or the start, of another section. Raises NoSuchPart."""
    part = line_of(questionnaire, part_id).part
    section = line_of(questionnaire, section_id).part
    if isinstance(part, Section) or not isinstance(section, Section):
        raise NoSuchPart
    taken_out = without(questionnaire, part_id)
    target = next(found for found in taken_out.sections if found.id == section_id)
    questions = (part, *target.questions) if first else (*target.questions, part)
    return replaced(taken_out, section_id, holding(target, questions))


def _parts(holder: Questionnaire | Section | Repeat) -> tuple[Any, ...]:
    return holder.sections if isinstance(holder, Questionnaire) else holder.questions


def _holder(questionnaire: Questionnaire, part_id: str) -> Section | Repeat:
    found = line_of(questionnaire, part_id).part
    if not isinstance(found, Section | Repeat):
        raise NoSuchPart
    return found


def holding(holder: _Holder, parts: tuple[Any, ...]) -> _Holder:
    """The holder with other parts. A whole questionnaire is built anew: a copy would keep the old one's index."""
    if isinstance(holder, Questionnaire):
        return Questionnaire(**(dict(holder) | {"sections": parts}))
    return holder.model_copy(update={"questions": parts})


def edited(questionnaire: Questionnaire, part_id: str, edit: Edit) -> Questionnaire:
    """The questionnaire after an edit of the list in which the part stands. Raises NoSuchPart."""
    found: Questionnaire | None = _within(questionnaire, part_id, edit)
    if found is None:
        raise NoSuchPart
    return found


def _within(holder: Any, part_id: str, edit: Edit) -> Any:
    """The holder after an edit of the list in which the part stands; None when it does not stand here."""
    parts = list(_parts(holder))
    for at, part in enumerate(parts):
        if part.id == part_id:
            edit(parts, at)
            return holding(holder, tuple(parts))
        if isinstance(part, Section | Repeat):
            inner = _within(part, part_id, edit)
            if inner is not None:
                parts[at] = inner
                return holding(holder, tuple(parts))
    return None
