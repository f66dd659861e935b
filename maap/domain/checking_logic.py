"""The check of conditions, constraints, calculations and labels that bring in answers."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from maap.domain.expressions import BadExpression, Expression, parse, piped
from maap.domain.findings import Finding, advise, at
from maap.domain.questionnaire import (
    Asked,
    Calculated,
    Choice,
    Choices,
    Grade,
    Matrix,
    Note,
    Question,
    Questionnaire,
    Repeat,
    Section,
    YesNo,
)


def logic(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Expressions that cannot be read, refer to what is unknown or comes later, or can never be true."""
    return _Logic(questionnaire).findings()


@dataclass
class _Logic:
    questionnaire: Questionnaire
    earlier: dict[str, Asked | None] = field(default_factory=dict)
    seen_by: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.later = {name for section in self.questionnaire.sections for name in _names(section)}

    def findings(self) -> Iterator[Finding]:
        for section in self.questionnaire.sections:
            yield from self._expression(section, "relevant", section.relevant, section.agencies)
            if section.optional:
                self.earlier[section.pick_id] = None
            yield from self._several(section)
            for question in section.questions:
                yield from self._question(question, section)

    def _several(self, section: Section) -> Iterator[Finding]:
        """How often a section is answered."""
        if not section.each:
            if section.count:
                yield at(section, "count", "It says how often, but not for what. Say once for each what, like “child”.")
            return
        yield from self._expression(section, "count", section.count, section.agencies)
        if not section.count:
            self.earlier[section.count_id] = None
        self.earlier[section.id] = None

    def _question(self, question: Question, section: Section) -> Iterator[Finding]:
        agencies = _both(section.agencies, question.agencies)
        if section.agencies and question.agencies and not agencies:
            yield advise(question, "agencies", "It can never show: its agencies are not among its section's.")
        yield from self._asked(question, agencies)
        if isinstance(question, Repeat):
            for child in question.questions:
                yield from self._asked(child, agencies)
        self.earlier[question.id] = question
        self.seen_by[question.id] = ("the panel",) if question.panel_only or section.panel_only else agencies
        if isinstance(question, Matrix):
            self.earlier.update({f"{question.id}__{row.value}": None for row in question.rows})

    def _asked(self, question: Question, agencies: tuple[str, ...]) -> Iterator[Finding]:
        yield from self._label(question)
        yield from self._expression(question, "relevant", question.relevant, agencies)
        if isinstance(question, Calculated):
            yield from self._expression(question, "formula", question.formula, agencies)
        if question.constraint:
            yield from self._constraint(question, agencies)
        self.earlier[question.id] = question

    def _constraint(self, question: Question, agencies: tuple[str, ...]) -> Iterator[Finding]:
        self.earlier[question.id] = question
        yield from self._expression(question, "constraint", question.constraint, agencies)
        if isinstance(question, Note | Calculated):
            yield advise(question, "constraint", "Nothing is answered here, so the constraint does nothing.")
        elif not question.constraint_message:
            yield at(
                question,
                "constraint_message",
                "Say in a sentence what the constraint asks for and what to do.",
                "advice",
            )

    def _label(self, question: Question) -> Iterator[Finding]:
        names = piped(question.label)
        if question.label.count("${") != len(names):
            yield at(question, "label", "A “${” in the label is not closed. Write an earlier answer as ${id}.")
        for name in names:
            yield from self._reference(question, "label", name, (), f"${{{name}}}")

    def _expression(
        self, part: Section | Question, where: str, text: str, agencies: tuple[str, ...]
    ) -> Iterator[Finding]:
        if not text:
            return
        try:
            expression = parse(text)
        except BadExpression as error:
            yield at(part, where, str(error))
            return
        if expression.uses_this and where == "relevant":
            yield at(part, where, "“.” stands for the answer itself, in constraints only. Name a question: ${id}.")
        for name in sorted(expression.references):
            yield from self._reference(part, where, name, agencies, text)
        if where == "relevant":
            yield from self._never(part, expression)

    def _reference(
        self, part: Section | Question, where: str, name: str, agencies: tuple[str, ...], text: str
    ) -> Iterator[Finding]:
        if name in self.earlier:
            seen_by = self.seen_by.get(name, ())
            missing = seen_by and where != "label" and not set(agencies or ("",)) <= set(seen_by)
            if missing and not part.panel_only:
                who = ", ".join(seen_by)
                yield advise(part, where, f"It depends on “{name}”, which only {who} answer. Others never see it.")
        elif name == part.id and not isinstance(part, Section):
            yield at(part, where, f"“{text}” refers to its own question, which would go round in a loop.")
        elif name in self.later:
            yield at(part, where, f"“{text}” refers to “{name}”, which is asked later. Move that question up.")
        elif not self.questionnaire.module_of:
            yield at(part, where, f"“{text}” refers to “{name}”, which is not in the questionnaire. Correct the id.")

    def _never(self, part: Section | Question, expression: Expression) -> Iterator[Finding]:
        if expression.text.replace(" ", "") == "false()":
            yield advise(part, "relevant", "It can never show: its condition is always false.")
        for name, value in expression.compared:
            values = self._values(self.earlier.get(name))
            if values and value and value not in values:
                yield advise(part, "relevant", f"“{value}” is not an answer of “{name}”. Answers: {', '.join(values)}.")

    def _values(self, question: Asked | None) -> tuple[str, ...]:
        if isinstance(question, Choice | Choices | YesNo):
            return tuple(option.value for option in question.options)
        if isinstance(question, Grade):
            scales = (scale for scale in self.questionnaire.scales if scale.key == question.scale)
            return tuple(level.value for scale in scales for level in scale.levels)
        return ()


def _names(section: Section) -> Iterator[str]:
    yield section.pick_id
    if section.each:
        yield from (section.count_id, section.id)
    for question in section.questions:
        yield question.id
        if isinstance(question, Repeat):
            yield from (child.id for child in question.questions)
        if isinstance(question, Matrix):
            yield from (f"{question.id}__{row.value}" for row in question.rows)


def _both(section: tuple[str, ...], question: tuple[str, ...]) -> tuple[str, ...]:
    if not section or not question:
        return section or question
    return tuple(agency for agency in question if agency in section)
