"""The check of a questionnaire before anybody sees it: errors stop it, advice improves it."""

from collections.abc import Iterator

from maap.domain.checking_logic import logic
from maap.domain.checking_reading import reading
from maap.domain.checking_words import wording
from maap.domain.findings import Finding, advise, at
from maap.domain.questionnaire import (
    CARE_ACT_PRINCIPLES,
    CORE_DOMAINS,
    Calculated,
    Choice,
    Choices,
    Grade,
    Matrix,
    Note,
    Number,
    Option,
    Question,
    Questionnaire,
    Repeat,
    Section,
)
from maap.domain.scoring import can_score

__all__ = ["Finding", "problems"]
RESERVED = frozenset({"meta"})


def problems(questionnaire: Questionnaire) -> tuple[Finding, ...]:
    """Everything found, errors first, each in the order of the questionnaire.

    A theme module is judged by itself: what it may take from its core is left to the core it is added to.
    """
    found = [
        *_ids(questionnaire),
        *_scales(questionnaire),
        *_parts(questionnaire),
        *_domains(questionnaire),
        *_scores(questionnaire),
        *logic(questionnaire),
        *wording(questionnaire),
        *reading(questionnaire),
    ]
    return tuple(sorted(found, key=lambda finding: finding.severity != "error"))


def _ids(questionnaire: Questionnaire) -> Iterator[Finding]:
    seen: set[str] = set()
    for part in _named(questionnaire):
        if part.id in RESERVED:
            yield at(part, "id", f"“{part.id}” is kept for the file format. Choose another id.")
        if part.id in seen:
            yield at(part, "id", f"The id “{part.id}” is used twice. Give each section and question its own.")
        seen.add(part.id)


def _named(questionnaire: Questionnaire) -> Iterator[Section | Question]:
    for section in questionnaire.sections:
        yield section
        for question in section.questions:
            yield question
            if isinstance(question, Repeat):
                yield from question.questions


def _scales(questionnaire: Questionnaire) -> Iterator[Finding]:
    for what, keys in (
        ("scale", [scale.key for scale in questionnaire.scales]),
        ("domain", [domain.key for domain in questionnaire.domains]),
    ):
        for key in _twice(keys):
            yield Finding("error", f"The {what}s", f"The {what} “{key}” is there twice. Keep one of them.", field=what)
    for scale in questionnaire.scales:
        for value in _twice([level.value for level in scale.levels]):
            yield Finding(
                "error", f"Scale “{scale.name}”", f"The level “{value}” is there twice. Keep one.", field="scale"
            )


def _parts(questionnaire: Questionnaire) -> Iterator[Finding]:
    if not questionnaire.sections:
        yield Finding("error", "The questionnaire", "It has no sections. Add one with a question in it.")
    for part in _named(questionnaire):
        yield from _known(questionnaire, part)
        if isinstance(part, Section):
            if not part.questions:
                yield at(part, "questions", "The section has no questions. Add one, or remove the section.")
            continue
        values = [option.value for option in _options(part)]
        for value in _twice(values):
            yield at(part, "options", f"The answer “{value}” is there twice. Keep one of them.")
        if isinstance(part, Number) and part.min is not None and part.max is not None and part.min > part.max:
            yield at(part, "min", "The smallest number allowed is greater than the largest. Swap them.")


def _options(question: Question) -> tuple[Option, ...]:
    if isinstance(question, Choice | Choices):
        return question.options
    return question.rows if isinstance(question, Matrix) else ()


def _known(questionnaire: Questionnaire, part: Section | Question) -> Iterator[Finding]:
    known = {domain.key for domain in (*questionnaire.domains, *CORE_DOMAINS, *CARE_ACT_PRINCIPLES)}
    if part.domain and part.domain not in known:
        yield at(part, "domain", f"The domain “{part.domain}” is not defined. Add it to the domains, or correct it.")
    scales = {scale.key for scale in questionnaire.scales}
    if isinstance(part, Grade | Matrix) and part.scale not in scales and not questionnaire.module_of:
        yield at(part, "scale", f"The scale “{part.scale}” is not defined. Add it to the scales, or correct it.")


def _domains(questionnaire: Questionnaire) -> Iterator[Finding]:
    if questionnaire.module_of:
        return
    covered = {
        question.domain or section.domain
        for section in questionnaire.sections
        for question in section.questions
        if not isinstance(question, Note | Calculated)
    }
    wanted = {"children": CORE_DOMAINS, "adults": CARE_ACT_PRINCIPLES}.get(questionnaire.audience, ())
    for domain in wanted:
        if domain.key not in covered:
            yield Finding(
                "error" if questionnaire.audience == "children" else "advice",
                "The questionnaire",
                f"No question covers “{domain.name}”. Add one, and give it the domain “{domain.key}”.",
                field="domain",
            )


def _scores(questionnaire: Questionnaire) -> Iterator[Finding]:
    scored = {s.id: any(can_score(questionnaire, q) for q in s.questions) for s in questionnaire.sections}
    for section in questionnaire.sections:
        if section.roll_up and not scored[section.id]:
            yield advise(section, "roll_up", "None of its answers has a score, so there is nothing to add up.")
    rolled = questionnaire.roll_up or any(section.roll_up for section in questionnaire.sections)
    if any(scored.values()) and not rolled and not questionnaire.module_of:
        message = "Some answers have scores, but nothing says how they become one. Say it for the questionnaire."
        yield Finding("advice", "The questionnaire", message, field="roll_up")
    if questionnaire.roll_up and not any(scored.values()) and not questionnaire.module_of:
        message = "None of its answers has a score, so there is nothing to add up. Give answers scores."
        yield Finding("advice", "The questionnaire", message, field="roll_up")


def _twice(values: list[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if values.count(value) > 1]
