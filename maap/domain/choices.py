"""The partnership's own choices as administrators type them: agencies, themes, and facts about the partnership."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.fitting import BadForm, fit, tidy
from maap.domain.partnership import AgencyKind, Audience, Partnership, Sentence

LONGEST_PROCEDURES = 30_000
"""In characters."""
_PHONE = re.compile(r"[0-9+() ]*[0-9][0-9+() ]{2,30}(?:(?:ext|option)\.? ?[0-9]{1,6})?", re.IGNORECASE)

AGENCY_LABELS = MappingProxyType(
    {
        "name": "Name",
        "short_name": "Short name",
        "aliases": "Other names",
        "kind": "Kind",
        "remit": "Remit",
        "place": "Place in lists",
        "active": "Takes part in new audits",
    }
)
THEME_LABELS = MappingProxyType(
    {
        "name": "Name",
        "group_id": "Group",
        "audience": "For audits of",
        "definition": "What it means",
        "use_when": "Use it when",
        "not_when": "Do not use it when",
        "active": "In use",
    }
)
FACT_LABELS = MappingProxyType(
    {
        "name": "Name of the partnership",
        "short_name": "Short name",
        "area": "Area",
        "audience": "Audits are about",
        "reference_prefix": "Letters that begin an audit’s reference",
        "website": "Website",
        "procedures": "Procedures that agencies commit to",
        "safeguarding_children.name": "Children: team to call",
        "safeguarding_children.phone": "Children: telephone",
        "safeguarding_children.out_of_hours_phone": "Children: telephone out of hours",
        "safeguarding_adults.name": "Adults: team to call",
        "safeguarding_adults.phone": "Adults: telephone",
        "safeguarding_adults.out_of_hours_phone": "Adults: telephone out of hours",
        "data_protection.legal_basis": "Legal basis",
        "data_protection.controller": "Controller",
        "data_protection.sharing_agreement": "Information sharing agreement",
        "data_protection.impact_assessment": "Data protection impact assessment",
        "data_protection.who_sees_what": "Who sees what",
        "data_protection.retention_months": "Months that answers are kept",
        "standing_terms.out_of_scope": "What is out of scope",
        "standing_terms.replacement_rule": "When a case is replaced",
        "standing_terms.how_a_grade_is_agreed": "How the panel agrees a grade",
        "standing_terms.when_the_panel_disagrees": "When the panel disagrees",
        "standing_terms.single_agency_route": "An issue that belongs to one agency",
        "standing_terms.performance_route": "A concern about one worker’s practice",
        "standing_terms.immediate_concern_hours": "Hours to answer an immediate concern",
        "standing_terms.returns_hours": "Hours that one return usually takes",
    }
)


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class AgencyForm(_Form):
    """An agency as it is typed. ``place`` counts from 1."""

    name: Sentence
    short_name: Annotated[str, Field(min_length=1, max_length=30)]
    aliases: tuple[str, ...] = ()
    kind: AgencyKind
    remit: Sentence
    place: int = Field(default=999, ge=1, le=999)
    active: bool = True

    @property
    def names(self) -> tuple[str, ...]:
        """Every name by which it is recognised."""
        return (self.name, self.short_name, *self.aliases)


class ThemeForm(_Form):
    """A theme as it is typed, in a group that exists."""

    name: Sentence
    group_id: int
    audience: Audience
    definition: Sentence
    use_when: Sentence
    not_when: Sentence
    active: bool = True


class GroupForm(_Form):
    """A group of themes as it is typed."""

    name: Sentence


class Facts(_Form):
    """The partnership and its procedures as they are typed."""

    partnership: Partnership
    procedures: str


def agency(typed: Mapping[str, Any], others: Iterable[tuple[str, Sequence[str]]]) -> AgencyForm:
    """An agency, checked. ``others``: name and all names of every other one. Raises BadForm."""
    lines = str(typed.get("aliases") or "").splitlines()
    form = fit(AgencyForm, {**typed, "aliases": [line for one in lines if (line := tidy(one))]}, AGENCY_LABELS)
    for other, names in others:
        taken = {name.casefold() for name in names}
        for name in form.names:
            if name.casefold() in taken:
                field = "name" if name == form.name else "short_name" if name == form.short_name else "aliases"
                label = AGENCY_LABELS[field]
                raise BadForm(
                    {field: f"{label}: “{name}” is also a name of {other}. Each name may belong to one only."}
                )
    return form


def theme(typed: Mapping[str, Any], others: Iterable[str]) -> ThemeForm:
    """A theme, checked. ``others``: the names of every other one. Raises BadForm."""
    form = fit(ThemeForm, typed, THEME_LABELS)
    _refuse_taken(form.name, others, "theme")
    return form


def group(typed: Mapping[str, Any], others: Iterable[str]) -> GroupForm:
    """A group of themes, checked. ``others``: the names of every other one. Raises BadForm."""
    form = fit(GroupForm, typed, THEME_LABELS)
    _refuse_taken(form.name, others, "group")
    return form


def _refuse_taken(name: str, others: Iterable[str], what: str) -> None:
    if name.casefold() in {other.casefold() for other in others}:
        raise BadForm({"name": f"Name: there is already a {what} called “{name}”. Choose another name."})


def facts(typed: Mapping[str, Any]) -> Facts:
    """The partnership's facts, checked. ``typed``: field, or ``outer.inner``, → what was typed. Raises BadForm."""
    tidied: dict[str, Any] = tidy(typed)
    procedures = str(tidied.pop("procedures", ""))
    wrong = dict(_unusable(tidied, procedures))
    try:
        partnership = fit(Partnership, nested(tidied), FACT_LABELS)
    except BadForm as bad:
        wrong = {**bad.sentences, **wrong}
    if wrong:
        raise BadForm({field: wrong[field] for field in sorted(wrong, key=_order)})
    return Facts(partnership=partnership, procedures=procedures)


def _unusable(typed: Mapping[str, Any], procedures: str) -> Iterator[tuple[str, str]]:
    """What the domain's own model leaves open. A wrong telephone number here could cost a child dearly."""
    for field, value in typed.items():
        if field.endswith("phone") and value and not _PHONE.fullmatch(str(value)):
            yield field, f"{FACT_LABELS[field]}: write the number with its digits, for example 01632 960000."
    if typed.get("website") and not str(typed["website"]).startswith(("https://", "http://")):
        yield "website", "Website: write the whole address, for example https://example.org."
    if not re.fullmatch("[A-Z]{2,8}", str(typed.get("reference_prefix", ""))):
        label = FACT_LABELS["reference_prefix"]
        yield "reference_prefix", f"{label}: write 2 to 8 capital letters, for example MAAP."
    if not 0 < len(procedures) <= LONGEST_PROCEDURES:
        yield (
            "procedures",
            f"{FACT_LABELS['procedures']}: write them down, in at most {LONGEST_PROCEDURES:,} characters."
            " Agencies read them before they accept.",
        )


def _order(field: str) -> int:
    return list(FACT_LABELS).index(field) if field in FACT_LABELS else len(FACT_LABELS)


def nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    """``outer.inner`` fields as values inside values."""
    whole: dict[str, Any] = {}
    for field, value in flat.items():
        outer, dot, inner = field.partition(".")
        if dot:
            whole.setdefault(outer, {})[inner] = value
        else:
            whole[outer] = value
    return whole


def flat(whole: Mapping[str, Any], outer: str = "") -> dict[str, Any]:
    """Values inside values as ``outer.inner`` fields: what `nested` takes."""
    fields: dict[str, Any] = {}
    for name, value in whole.items():
        field = f"{outer}.{name}" if outer else name
        fields |= flat(value, field) if isinstance(value, Mapping) else {field: value}
    return fields
