"""New questions, of any kind: blank, of another kind than before, or brought from another questionnaire."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter

from maap.domain.designing import id_for, ids, line_of, outline, put, put_inside
from maap.domain.expressions import BadExpression, parse
from maap.domain.fitting import key_for
from maap.domain.problems import Problem
from maap.domain.questionnaire import (
    CARE_ACT_PRINCIPLES,
    CORE_DOMAINS,
    Choice,
    Choices,
    Domain,
    Grade,
    Matrix,
    Question,
    Questionnaire,
    Repeat,
    Scale,
    Section,
    YesNo,
)
from maap.domain.questions import Asked

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "yes_no": "Yes or no",
        "choice": "One answer from a list",
        "choices": "Several answers from a list",
        "grade": "Grade on a scale",
        "matrix": "Several rows, each graded",
        "long_text": "Long text",
        "text": "Short text",
        "number": "Number",
        "date": "Date",
        "dates": "Several dates",
        "themes": "Themes from the codebook",
        "repeat": "A group, as often as needed",
        "note": "Words to read, no answer",
        "calculated": "Worked out from other answers",
    }
)
"""What each kind is called, the usual ones first."""

NOT_YET = "not_yet_worded_"
"""How the values of answers begin that nobody has worded yet."""
_QUESTION: TypeAdapter[Question] = TypeAdapter(Question)


def known_domains(questionnaire: Questionnaire) -> dict[str, Domain]:
    """The questionnaire's own domains, then those that every audit of its audience has."""
    usual = {"children": CORE_DOMAINS, "adults": CARE_ACT_PRINCIPLES}.get(
        questionnaire.audience, (*CORE_DOMAINS, *CARE_ACT_PRINCIPLES)
    )
    return {domain.key: domain for domain in (*usual, *questionnaire.domains)}


def with_domain(questionnaire: Questionnaire, key: str, domains: Mapping[str, Domain]) -> Questionnaire:
    """The questionnaire with that domain among its own."""
    if not key or key not in domains or any(domain.key == key for domain in questionnaire.domains):
        return questionnaire
    return Questionnaire(**(dict(questionnaire) | {"domains": (*questionnaire.domains, domains[key])}))


def with_scale(questionnaire: Questionnaire, key: str, scales: Sequence[Scale]) -> Questionnaire:
    """The questionnaire with that scale among its own."""
    found = next((scale for scale in scales if scale.key == key), None)
    if found is None or any(scale.key == key for scale in questionnaire.scales):
        return questionnaire
    return Questionnaire(**(dict(questionnaire) | {"scales": (*questionnaire.scales, found)}))


def blank(kind: str, label: str, question_id: str, scale: str) -> Question:
    """A new question with the least that its kind needs. ``scale``: the key it starts with, where it is graded.

    Raises Problem without a label.
    """
    if not label.strip():
        raise Problem("Write the question first.")
    two = [{"value": f"{NOT_YET}1", "label": "First answer"}, {"value": f"{NOT_YET}2", "label": "Second answer"}]
    needs: dict[str, dict[str, Any]] = {
        "choice": {"options": two},
        "choices": {"options": two},
        "yes_no": {"extra": ["partly", "not_applicable", "not_seen"]},
        "grade": {"scale": scale},
        "matrix": {"scale": scale, "rows": [{"value": f"{NOT_YET}1", "label": "First row"}]},
        "themes": {"polarity": "strength"},
        "calculated": {"formula": "0"},
        "repeat": {"questions": [{"kind": "long_text", "id": f"{question_id[:50]}_text", "label": "Description"}]},
    }
    return _QUESTION.validate_python({"kind": kind, "id": question_id, "label": label, **needs.get(kind, {})})


def add(
    questionnaire: Questionnaire, kind: str, label: str, beside: str, scales: Sequence[Scale]
) -> tuple[Questionnaire, str]:
    """A new question in a section, after another question, or inside a repeated group; and its id.

    ``scales``: those of the partnership. Raises NoSuchPart, Problem.
    """
    scale = next((found.key for found in (*questionnaire.scales, *scales)), "grade4")
    question = blank(kind, label, id_for(label, ids(questionnaire)), scale)
    target = line_of(questionnaire, beside)
    whole = with_scale(questionnaire, scale, scales) if kind in ("grade", "matrix") else questionnaire
    if target.depth == 2:
        return put_inside(whole, question, target.within), question.id
    return put(whole, question, beside), question.id


def add_inside(questionnaire: Questionnaire, kind: str, label: str, repeat_id: str) -> tuple[Questionnaire, str]:
    """A new question inside a repeated group; and its id. Raises NoSuchPart, Problem."""
    scale = next((found.key for found in questionnaire.scales), "grade4")
    question = blank(kind, label, id_for(label, ids(questionnaire)), scale)
    return put_inside(questionnaire, question, repeat_id), question.id


def of_kind(question: Question, kind: str, scale: str) -> Question:
    """The question as another kind: its words, conditions and, where both kinds have them, its answers stay."""
    if kind == question.kind:
        return question
    start = blank(kind, question.label, question.id, scale)
    kept = {name: getattr(question, name) for name in Asked.model_fields if name != "polarity" or kind != "themes"}
    if kind not in ("number", "text", "long_text", "date", "choice", "choices", "yes_no", "grade"):
        kept |= {"evidence": False}
    options = _options(question)
    if options and kind in ("choice", "choices"):
        kept["options"] = options
    if options and kind == "matrix":
        kept["rows"] = options
    return start.model_copy(update=kept)


def _options(question: Question) -> tuple[Any, ...]:
    if isinstance(question, Choice | Choices | YesNo):
        return question.options
    return question.rows if isinstance(question, Matrix) else ()


def bring(
    questionnaire: Questionnaire, question: Question, source: Questionnaire, beside: str
) -> tuple[Questionnaire, str, tuple[str, ...]]:
    """A question of another questionnaire, its id here, and what could not come along, as sentences.

    Its scale and domain come with it. A condition on questions that are not asked before it here is left out.
    """
    taken = ids(questionnaire)
    notes: list[str] = []
    new_id = question.id if question.id not in taken else key_for(question.id, taken)
    known = {line.part.id for line in outline(questionnaire)}
    update: dict[str, Any] = {"id": new_id, "domain": question.domain or source.section_of(question.id).domain}
    for name, what in (("relevant", "condition"), ("constraint", "rule"), ("formula", "calculation")):
        text = str(getattr(question, name, ""))
        if text and not _within_reach(text, known | {question.id}):
            update[name] = "0" if name == "formula" else ""
            notes.append(f"Its {what} looks at questions that are not here, so it was left out.")
    made: Question = question.model_copy(update=update)
    if isinstance(made, Repeat):
        made = made.model_copy(update={"questions": _apart(made, taken | {new_id})})
    whole = with_domain(questionnaire, made.domain, {domain.key: domain for domain in source.domains})
    if isinstance(made, Grade | Matrix):
        whole = with_scale(whole, made.scale, source.scales)
    return put(whole, made, _beside(whole, beside)), new_id, tuple(notes)


def _beside(questionnaire: Questionnaire, part_id: str) -> str:
    """A place outside of repeated groups."""
    line = line_of(questionnaire, part_id)
    return line.within if line.depth == 2 else part_id


def _within_reach(text: str, known: set[str]) -> bool:
    try:
        return all(name.partition("__")[0] in known for name in parse(text).references)
    except BadExpression:
        return False


def _apart(group: Repeat, taken: frozenset[str]) -> tuple[Any, ...]:
    used = set(taken)
    made = []
    for child in group.questions:
        name = child.id if child.id not in used else key_for(child.id, used)
        used.add(name)
        made.append(child.model_copy(update={"id": name}))
    return tuple(made)


def first_sections(domains: Sequence[Domain]) -> tuple[Section, ...]:
    """An empty section for each domain, to begin with."""
    return tuple(Section(id=f"section_{domain.key}", title=domain.name, domain=domain.key) for domain in domains)
