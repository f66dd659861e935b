"""What terms of reference still need before they can be signed, in a sentence each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from maap.domain.sentences import counted, verb
from maap.domain.terms.document import AgencyPart, Terms
from maap.domain.terms.names import NOBODY, Names
from maap.domain.terms.steps import STEPS, step_of
from maap.domain.timetable import in_words

PERIOD_MONTHS = 12
"""Audits look at current practice: the audited period and its age are at most this long."""


@dataclass(frozen=True)
class Missing:
    """One thing still to be done: in which step, at which field, and the sentence that says so."""

    step: str
    field: str
    sentence: str


REQUIRED: Mapping[str, str] = MappingProxyType(
    {
        "title": "Give the audit a title.",
        "audit_year": "Say which audit year this belongs to, for example 2026/27.",
        "audience": "Say whether the audit is about children, adults or both.",
        "themes": "Choose at least one theme.",
        "why_now": "Say why you chose this theme, and why now.",
        "purpose": "Write the purpose: the question this audit answers.",
        "lines": "Add at least one line of enquiry.",
        "in_scope": "Say what is in scope.",
        "out_of_scope": "Say what is out of scope.",
        "period_start": "Give the first day of the audited period.",
        "period_end": "Give the last day of the audited period.",
        "people_in_case": "Choose who counts as part of the case.",
        "cohort_source": "Say where the list of cases comes from.",
        "inclusion": "Say which cases belong to the cohort.",
        "sample_size": "Say how many cases to draw.",
        "sample_method": "Choose how cases are drawn.",
        "replacement_rule": "Say when a case may be replaced.",
        "agencies": "Add the agencies that take part. A multi-agency audit needs at least two.",
        "chair": "Choose who chairs the audit.",
        "methods": "Choose how you will audit.",
        "questionnaire": "Choose the questionnaire.",
        "family_voice": "Say how you will hear from the child, the adult and the family, or why you will not.",
        "how_a_grade_is_agreed": "Say how the panel agrees a grade.",
        "concern_contact": "Say which team to call about an immediate concern.",
        "concern_phone": "Give the telephone number for immediate concerns.",
        "concern_hours": "Say within how many hours an immediate concern is acted on.",
        "single_agency_route": "Say what happens to an issue that belongs to one agency.",
        "legal_basis": "Give the legal basis for sharing information.",
        "controller": "Say who is responsible for the data.",
        "who_sees_what": "Say who sees what.",
        "retention_months": "Say for how many months returns are kept after the action plan closes.",
        "timetable": "Make the timetable: give the day the terms are signed off.",
        "outputs": "Choose what the audit produces.",
        "action_owner": "Choose who owns the action plan.",
        "signatories": "Name the people who sign these terms.",
    }
)


def missing(terms: Terms, today: date, names: Names = NOBODY) -> tuple[Missing, ...]:
    """Everything still to be done before the terms can be signed, in the order of the task list."""
    found = [Missing(step_of(field).key, field, sentence) for field, sentence in _everything(terms, today, names)]
    place = {step.key: number for number, step in enumerate(STEPS)}
    return tuple(sorted(found, key=lambda one: (place[one.step], STEPS[place[one.step]].fields.index(one.field))))


def period_problem(terms: Terms, today: date) -> str:
    """Why the audited period breaks the 12-month rule, as a sentence; empty when it keeps it or is not given yet.

    The period's age is counted from the first day of the timetable, or from today while there is no timetable.
    """
    start, end = terms.period_start, terms.period_end
    if start is None or end is None:
        return ""
    begins = terms.starts or today
    if end < start:
        return f"The audited period ends on {in_words(end)}, before it starts. Change one of the two dates."
    if end > _months_later(start, PERIOD_MONTHS):
        return (
            f"The audited period is longer than {PERIOD_MONTHS} months. Start it on"
            f" {in_words(_months_later(end, -PERIOD_MONTHS))} or later, or end it sooner."
        )
    if end < _months_later(begins, -PERIOD_MONTHS):
        return (
            f"The audited period ended more than {PERIOD_MONTHS} months before the audit starts, on {in_words(begins)}."
            f" Audits look at current practice: end it on {in_words(_months_later(begins, -PERIOD_MONTHS))} or later."
        )
    if end > begins:
        return (
            f"The audited period ends after the audit starts, on {in_words(begins)}."
            " End it on that day or sooner, so that every case can be seen whole."
        )
    return ""


def _everything(terms: Terms, today: date, names: Names) -> Iterator[tuple[str, str]]:
    for field, sentence in REQUIRED.items():
        value = getattr(terms, field)
        if not (value.strip() if isinstance(value, str) else value):
            yield field, sentence
    yield from _focus_and_period(terms, today)
    yield from _sample(terms)
    yield from _agencies(terms, names)
    yield from _sign_off(terms)


def _focus_and_period(terms: Terms, today: date) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(terms.lines, start=1):
        if not line.question.strip():
            yield "lines", f"Line of enquiry {number} is empty. Write its question or take it out."
    if problem := period_problem(terms, today):
        yield "period_end", problem
    judged, start, end = terms.judgement_start, terms.period_start, terms.period_end
    if judged and start and end and not start <= judged <= end:
        yield (
            "judgement_start",
            "Grades must look at practice inside the audited period. Change the day they start from.",
        )
    if terms.reaudit_of is not None and not terms.must_have_improved.strip():
        yield "must_have_improved", "Say what must have improved since the earlier audit."


def _sample(terms: Terms) -> Iterator[tuple[str, str]]:
    if terms.sample_method != "stratified":
        return
    if not terms.strata:
        yield "strata", "Say which groups the sample is spread over, or draw from the whole cohort instead."
    asked = sum(quota.cases for quota in terms.quotas)
    if terms.quotas and terms.sample_size and asked != terms.sample_size:
        are = verb(terms.sample_size, "is", "are")
        yield (
            "quotas",
            f"The groups add up to {counted(asked, 'case')}, but {terms.sample_size} {are} to be drawn."
            " Make them agree.",
        )


def _agencies(terms: Terms, names: Names) -> Iterator[tuple[str, str]]:
    if len(terms.agencies) == 1:
        yield "agencies", "Add another agency. A multi-agency audit needs at least two."
    for part in terms.agencies:
        yield from (("agencies", sentence) for sentence in _agency(part, names))


def _agency(part: AgencyPart, names: Names) -> Iterator[str]:
    agency = names.agency(part.agency)
    if not part.remit.strip():
        yield f"{agency} has no remit yet. Say what it looks at in its own files."
    if part.lead is None:
        yield f"{agency} has no lead yet. Choose the person who leads for it."


def _sign_off(terms: Terms) -> Iterator[tuple[str, str]]:
    people = [signatory.person for signatory in terms.signatories]
    if len(set(people)) < len(people):
        yield "signatories", "Somebody is named twice among the people who sign. Take one of the two out."
    if terms.panel_members and len(terms.panel_members) < terms.quorum:
        yield (
            "panel_members",
            f"The panel has {counted(len(terms.panel_members), 'member')} but needs {terms.quorum} to agree grades."
            " Add members or lower that number.",
        )


def _months_later(day: date, months: int) -> date:
    """The same day of another month, or that month's last day when it is shorter."""
    count = day.year * 12 + day.month - 1 + months
    year, month = divmod(count, 12)
    for shorter in range(4):
        try:
            return date(year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise ValueError(f"no day {months} months from {day}")
