"""The definition of a questionnaire: what is asked, of whom, on which scales. It runs nothing; the engine does."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Literal

from pydantic import Field

from maap.domain.questions import (
    YES_NO,
    Asked,
    Calculated,
    Choice,
    Choices,
    Date,
    Dates,
    Definition,
    Domain,
    Grade,
    Level,
    LongText,
    Matrix,
    Note,
    Number,
    Option,
    Question,
    Repeat,
    Scale,
    SimpleQuestion,
    Slug,
    Text,
    Themes,
    Words,
    YesNo,
)
from maap.domain.scoring_ways import RollUp
from maap.domain.sections import (
    EVIDENCE,
    HOW_MANY,
    PICKED,
    Section,
    apart,
    counting,
    laid_out,
    nth,
    which,
)

__all__ = [
    "CARE_ACT_PRINCIPLES",
    "CORE_DOMAINS",
    "EVIDENCE",
    "HOW_MANY",
    "PICKED",
    "YES_NO",
    "Asked",
    "Calculated",
    "Choice",
    "Choices",
    "Date",
    "Dates",
    "Domain",
    "Grade",
    "Level",
    "LongText",
    "Matrix",
    "Note",
    "Number",
    "Option",
    "Question",
    "Questionnaire",
    "Repeat",
    "Scale",
    "Section",
    "SimpleQuestion",
    "Slug",
    "Text",
    "Themes",
    "YesNo",
]

CORE_DOMAINS = (
    Domain(key="welfare_of_child", name="Welfare of the child"),
    Domain(key="other_children", name="Other children in the household"),
    Domain(key="timeliness", name="Timeliness"),
    Domain(key="communication", name="Communication and information sharing"),
    Domain(key="engagement", name="Engagement with families and significant adults"),
)
CARE_ACT_PRINCIPLES = (
    Domain(key="empowerment", name="Empowerment"),
    Domain(key="prevention", name="Prevention"),
    Domain(key="proportionality", name="Proportionality"),
    Domain(key="protection", name="Protection"),
    Domain(key="partnership", name="Partnership"),
    Domain(key="accountability", name="Accountability"),
)


class Questionnaire(Definition):
    """A whole questionnaire, or a theme module that is added to a core (`module_of` names the core's key)."""

    key: Slug
    title: Words
    version: int = Field(default=1, ge=1)
    audience: Literal["children", "adults", "both"]
    introduction: str = ""
    domains: tuple[Domain, ...] = ()
    scales: tuple[Scale, ...] = ()
    sections: tuple[Section, ...] = ()
    module_of: str = ""
    roll_up: RollUp = ""

    @property
    def questions(self) -> Iterator[Question]:
        """Every question in the order it is asked; those inside a repeat stay inside it."""
        return (question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """The question of that id, also an evidence box ("x__evidence"), a section's pick ("s__picked") and one of
        several ("x@2").

        Raises KeyError when there is none.
        """
        asked = self._found(question_id)[0]
        if not question_id.endswith(EVIDENCE):
            return asked
        if not asked.evidence:
            raise KeyError(question_id)
        return LongText.model_construct(
            id=question_id, label="What is the evidence?", need="optional", agencies=asked.agencies
        )

    def section_of(self, question_id: str) -> Section:
        """The section a question stands in; one of several, for one of several. Raises KeyError when there is none."""
        return self._found(question_id)[1]

    def which(self, question_id: str) -> str:
        """“Child 2” for a question that is asked about each child, otherwise "". Raises KeyError."""
        base, number = apart(question_id.removesuffix(EVIDENCE))
        return which(self._index[base][1], number) if number and base in self._index else ""

    def once(self, question_id: str) -> bool:
        """Whether an id is that of a single answer: not one of the author's that is asked of each of several."""
        base, number = apart(question_id.removesuffix(EVIDENCE))
        section = self._index[base][1]
        return not section.each or bool(number) or base in (section.pick_id, section.count_id)

    def instance(self, section: Section, number: int) -> Section:
        """A section as it is answered for the second, third, … of several."""
        key = section.id, number
        if key not in self._instances:
            self._instances[key] = nth(section, number)
        return self._instances[key]

    def pages(self, times: Mapping[str, int]) -> tuple[Section, ...]:
        """Every section as often as it is answered. ``times``: how often, by section id."""
        return tuple(page for section in self.sections for page in laid_out(section, times.get(section.id, 0)))

    def scale(self, key: str) -> Scale:
        """The scale of that key. Raises KeyError when there is none."""
        for scale in self.scales:
            if scale.key == key:
                return scale
        raise KeyError(key)

    def domain_of(self, question_id: str) -> str:
        """Key of the domain a question counts towards: its own, or its section's, or ""."""
        question, section = self._found(question_id)
        return question.domain or section.domain

    def changed(self, **parts: object) -> "Questionnaire":
        """This questionnaire with other parts. What it knows of its questions is found out anew, never copied."""
        copy = self.model_copy(update=parts)
        for known in ("_index", "_instances"):
            copy.__dict__.pop(known, None)
        return copy

    def for_agency(self, key: str) -> "Questionnaire":
        """What one agency is asked: parts for other agencies and for the panel are left out."""
        kept = []
        for section in self.sections:
            questions = tuple(question for question in section.questions if _is_for(question, key))
            if questions and _is_for(section, key):
                kept.append(section.model_copy(update={"questions": questions}))
        return self.changed(sections=tuple(kept))

    def restricted(self, kind: type[Asked]) -> frozenset[str]:
        """Domains in which questions of a kind go to some agencies only: who answered there can be told by name."""
        asked: dict[str, bool] = {}
        for section in self.sections:
            for question in section.questions:
                if isinstance(question, kind) and (domain := question.domain or section.domain):
                    asked[domain] = asked.get(domain, True) and bool(question.agencies or section.agencies)
        return frozenset(domain for domain, only_some in asked.items() if only_some)

    def with_module(self, module: "Questionnaire") -> "Questionnaire":
        """This core with a module's sections before its last ones; what both define is taken from the core."""
        first = tuple(section for section in self.sections if not section.last)
        last = tuple(section for section in self.sections if section.last)
        domains = {domain.key: domain for domain in (*module.domains, *self.domains)}
        scales = {scale.key: scale for scale in (*module.scales, *self.scales)}
        ordered = dict.fromkeys(domain.key for domain in (*self.domains, *module.domains))
        return self.changed(
            sections=(*first, *module.sections, *last),
            domains=tuple(domains[key] for key in ordered),
            scales=tuple(scales[key] for key in dict.fromkeys(s.key for s in (*self.scales, *module.scales))),
        )

    def _found(self, question_id: str) -> tuple[Question, Section]:
        base, number = apart(question_id.removesuffix(EVIDENCE))
        question, section = self._index[base]
        if not number:
            return question, section
        if not section.each or number > section.most or base in (section.pick_id, section.count_id):
            raise KeyError(question_id)
        instance = self.instance(section, number)
        return next(one for one in instance.questions if one.id == question_id.removesuffix(EVIDENCE)), instance

    @cached_property
    def _instances(self) -> dict[tuple[str, int], Section]:
        return {}

    @cached_property
    def _index(self) -> dict[str, tuple[Question, Section]]:
        index: dict[str, tuple[Question, Section]] = {}
        for section in self.sections:
            if section.optional:
                pick = YesNo.model_construct(id=section.pick_id, label=f"Include “{section.title}”?", need="optional")
                index[section.pick_id] = pick, section
            if section.each and not section.count:
                index[section.count_id] = counting(section), section
            for question in section.questions:
                index[question.id] = question, section
        return index


def _is_for(part: Asked | Section, agency: str) -> bool:
    return not part.panel_only and (not part.agencies or agency in part.agencies)
