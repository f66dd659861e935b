"""Terms of reference in words, field by field."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from maap.domain.terms.choices import CAPACITIES, CHOICES_OF
from maap.domain.terms.document import AgencyPart, LineOfEnquiry, Quota, Signatory, Terms
from maap.domain.terms.names import NOBODY, Names
from maap.domain.timetable import Milestone, in_words

Words = Mapping[str, str]
"""What a field says: the name of each item in it ("" when the field is one thing) → that item in words."""


def in_full(field: str, terms: Terms, names: Names = NOBODY) -> Words:
    """What one field says, in words, for a page or a document; empty when nothing is written yet."""
    return MappingProxyType({item: words for item, words in _words(field, terms, names).items() if words})


def _words(field: str, terms: Terms, names: Names) -> Words:
    value: Any = getattr(terms, field)
    if field in _ITEMS:
        return _ITEMS[field](value, names)
    if value is None or value in ("", ()):
        return {}
    if field in _ONE:
        return {"": ", ".join(_ONE[field](one, names) for one in (value if isinstance(value, tuple) else (value,)))}
    if field in CHOICES_OF:
        keys = value if isinstance(value, tuple) else (value,)
        return {"": _listed(CHOICES_OF[field][key] for key in keys)}
    return {"": _plain(value)}


def _listed(choices: Iterable[str]) -> str:
    """Choices as one sentence: with semicolons, as there are commas inside them, and one capital at its beginning."""
    first, *others = choices
    return "; ".join([first, *(one if one[1:2].isupper() else one[:1].lower() + one[1:] for one in others)])


def _plain(value: object) -> str:
    match value:
        case bool():
            return "Yes" if value else "No"
        case date():
            return in_words(value)
        case tuple():
            return ", ".join(map(str, value))
    return str(value)


def _lines(lines: tuple[LineOfEnquiry, ...], names: Names) -> Words:
    return {line.key.replace("_", " "): _line(number, line, names) for number, line in enumerate(lines, start=1)}


def _line(number: int, line: LineOfEnquiry, names: Names) -> str:
    asked = ", ".join(f"“{names.question(key)}”" for key in line.questions)
    questions = f" Answered by: {asked}." if asked else ""
    measure = f" Sign of change: {line.impact_measure}" if line.impact_measure else ""
    return f"{number}. {line.question}{questions}{measure}"


def _agencies(parts: tuple[AgencyPart, ...], names: Names) -> Words:
    return {names.agency(part.agency): _agency(part, names) for part in parts}


def _agency(part: AgencyPart, names: Names) -> str:
    lead = f"Lead: {names.person(part.lead)}." if part.lead is not None else "No lead yet."
    takes_part = "" if part.required else " Takes part if it knows the child or adult."
    return f"{part.remit} {lead}{takes_part}".strip()


def _quotas(quotas: tuple[Quota, ...], _: Names) -> Words:
    return {quota.stratum: f"{quota.cases} case{'' if quota.cases == 1 else 's'}" for quota in quotas}


def _timetable(milestones: tuple[Milestone, ...], _: Names) -> Words:
    return {milestone.name: in_words(milestone.on) for milestone in milestones}


def _signatories(signatories: tuple[Signatory, ...], names: Names) -> Words:
    return {names.person(one.person): CAPACITIES.get(one.capacity, "Signs the terms") for one in signatories}


_ITEMS: Mapping[str, Callable[[Any, Names], Words]] = MappingProxyType(
    {
        "lines": _lines,
        "agencies": _agencies,
        "quotas": _quotas,
        "timetable": _timetable,
        "signatories": _signatories,
    }
)
_PERSON_FIELDS = ("chair", "lead_officer", "sponsor", "scrutineer", "minute_taker")
_ONE: Mapping[str, Callable[[Any, Names], str]] = MappingProxyType(
    {
        **{
            field: lambda person, names: names.person(person)
            for field in (*_PERSON_FIELDS, "panel_members", "panel_chair", "action_owner")
        },
        "themes": lambda key, names: names.theme(key),
        "sub_themes": lambda key, names: names.theme(key),
        "questionnaire": lambda key, names: names.questionnaire(key),
        "modules": lambda key, names: names.questionnaire(key),
        "scale": lambda key, names: names.scale(key),
        "reaudit_of": lambda audit, names: names.audit(audit),
    }
)
