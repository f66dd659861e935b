"""The definition of a questionnaire: what is asked, of whom, on which scales. It runs nothing; the engine does."""

from collections.abc import Iterator
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
    Translations,
    Words,
    YesNo,
)

__all__ = [
    "CARE_ACT_PRINCIPLES",
    "CORE_DOMAINS",
    "EVIDENCE",
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

EVIDENCE, PICKED = "__evidence", "__picked"
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


class Section(Definition):
    """A page of questions. An `optional` one opens when its auditor picks it; `last` ones stay behind added modules."""

    id: Slug
    title: Words
    guidance: str = ""
    questions: tuple[Question, ...] = ()
    agencies: tuple[str, ...] = ()
    relevant: str = ""
    optional: bool = False
    panel_only: bool = False
    domain: str = ""
    last: bool = False
    translations: Translations = Field(default={})

    @property
    def pick_id(self) -> str:
        """The answer ("yes" or "no") under which an optional section is picked."""
        return self.id + PICKED


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

    @property
    def questions(self) -> Iterator[Question]:
        """Every question in the order it is asked; those inside a repeat stay inside it."""
        return (question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """The question of that id, also an evidence box ("x__evidence") and a section's pick ("s__picked").

        Raises KeyError when there is none.
        """
        if question_id in self._index:
            return self._index[question_id][0]
        asked = self._index[question_id.removesuffix(EVIDENCE)][0]
        if not asked.evidence:
            raise KeyError(question_id)
        return LongText.model_construct(
            id=question_id, label="What is the evidence?", need="optional", agencies=asked.agencies
        )

    def section_of(self, question_id: str) -> Section:
        """The section a question stands in. Raises KeyError when there is none."""
        return self._index[question_id.removesuffix(EVIDENCE)][1]

    def scale(self, key: str) -> Scale:
        """The scale of that key. Raises KeyError when there is none."""
        for scale in self.scales:
            if scale.key == key:
                return scale
        raise KeyError(key)

    def domain_of(self, question_id: str) -> str:
        """Key of the domain a question counts towards: its own, or its section's, or ""."""
        question, section = self._index[question_id.removesuffix(EVIDENCE)]
        return question.domain or section.domain

    def changed(self, **parts: object) -> "Questionnaire":
        """This questionnaire with other parts. What it knows of its questions is found out anew, never copied."""
        copy = self.model_copy(update=parts)
        copy.__dict__.pop("_index", None)
        return copy

    def for_agency(self, key: str) -> "Questionnaire":
        """What one agency is asked: parts for other agencies and for the panel are left out."""
        kept = []
        for section in self.sections:
            questions = tuple(question for question in section.questions if _is_for(question, key))
            if questions and _is_for(section, key):
                kept.append(section.model_copy(update={"questions": questions}))
        return self.changed(sections=tuple(kept))

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

    @cached_property
    def _index(self) -> dict[str, tuple[Question, Section]]:
        index: dict[str, tuple[Question, Section]] = {}
        for section in self.sections:
            if section.optional:
                pick = YesNo.model_construct(id=section.pick_id, label=f"Include “{section.title}”?", need="optional")
                index[section.pick_id] = pick, section
            for question in section.questions:
                index[question.id] = question, section
        return index


def _is_for(part: Asked | Section, agency: str) -> bool:
    return not part.panel_only and (not part.agencies or agency in part.agencies)
