"""The check of what people read: labels that ask for names, twins, missing ways out."""

import re
from collections.abc import Iterator

from maap.domain.findings import Finding, advise
from maap.domain.questionnaire import Grade, Matrix, Question, Questionnaire, Repeat, Section, YesNo

_STAFF = (
    r"(social worker|key worker|worker|practitioner|staff|staff member|member of staff|officer|manager|professional|"
    r"auditor|doctor|gp|nurse|midwife|health visitor|teacher|supervisor|clinician)s?"
)
_NAMES = re.compile(
    rf"\bnames? of (the |each |all |any |every |your |their )*{_STAFF}\b|\b{_STAFF}['’]?s? (full )?names?\b|"
    rf"\bname (the|each|all|any|every) {_STAFF}\b|"
    rf"\bwhich (individual )?{_STAFF}\b|\bwho (is|was|were|are) the {_STAFF}\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(date of birth|d\.?o\.?b\.?|nhs number|home address|post ?code)\b|"
    r"\b(child|young person|adult|mother|father|parent|carer)['’]?s? (full |first |last )?(names?|initials)\b|"
    r"\b(names?|initials) of (the )?(child|children|young person|adult|mother|father|parents?|carers?|famil(y|ies))\b",
    re.IGNORECASE,
)


def wording(questionnaire: Questionnaire) -> Iterator[Finding]:
    """Advice on the words of a questionnaire."""
    scales = {scale.key: any(level.rank is None for level in scale.levels) for scale in questionnaire.scales}
    for section in questionnaire.sections:
        yield from _twins(section)
        for question in section.questions:
            for asked in (question, *(question.questions if isinstance(question, Repeat) else ())):
                yield from _label(asked)
                yield from _ways_out(asked, scales)


def _twins(section: Section) -> Iterator[Finding]:
    seen: set[str] = set()
    for question in section.questions:
        words = " ".join(question.label.casefold().split())
        if words in seen:
            yield advise(question, "label", "The section asks this twice in the same words. Keep one, or reword it.")
        seen.add(words)


def _label(question: Question) -> Iterator[Finding]:
    if _NAMES.search(question.label):
        yield advise(question, "label", "It asks for the name of a member of staff. Ask for their role or service.")
    if _PERSON.search(question.label):
        yield advise(
            question,
            "label",
            "It asks for something that identifies a person. Leave it out, or ask for a band.",
        )


def _ways_out(question: Question, neutral: dict[str, bool]) -> Iterator[Finding]:
    if isinstance(question, YesNo) and not {"not_known", "not_seen", "not_applicable"} & set(question.extra):
        yield advise(
            question,
            "extra",
            "Somebody who does not know has no answer. Add “not known to us” or “not seen”.",
        )
    if isinstance(question, Grade | Matrix) and neutral.get(question.scale) is False:
        yield advise(question, "scale", "The scale has no neutral level. Add “not applicable” or “not known to us”.")
