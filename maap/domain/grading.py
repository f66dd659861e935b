"""On which scale an audit grades: the partnership's own wording of a scale, and the scale that the terms chose."""

from collections.abc import Mapping

from maap.domain.questionnaire import Grade, Question, Questionnaire, Scale, Section


def with_scales(form: Questionnaire, scales: Mapping[str, Scale]) -> Questionnaire:
    """The questionnaire with the partnership's current wording of each scale that it names by key."""
    return form.changed(scales=tuple(scales.get(scale.key, scale) for scale in form.scales))


def graded_on(form: Questionnaire, scale: Scale) -> Questionnaire:
    """The questionnaire with every grade of a domain given on this scale; other graded questions keep theirs."""
    kept = tuple(known for known in form.scales if known.key != scale.key)
    sections = tuple(_section(section, scale.key) for section in form.sections)
    return form.changed(scales=(*kept, scale), sections=sections)


def _section(section: Section, key: str) -> Section:
    return section.model_copy(update={"questions": tuple(_graded(q, section, key) for q in section.questions)})


def _graded(question: Question, section: Section, key: str) -> Question:
    if isinstance(question, Grade) and (question.domain or section.domain):
        return question.model_copy(update={"scale": key})
    return question
