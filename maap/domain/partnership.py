"""The partnership's own choices: who belongs to it, what it calls things, and how long its audits take."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.questionnaire import Scale, Slug

Sentence = Annotated[str, Field(min_length=1, max_length=600)]
Audience = Literal["children", "adults", "both"]
AgencyKind = Literal[
    "council", "police", "health", "education", "justice", "housing", "voluntary", "rescue", "court", "other"
]

ScaleEntry = Scale
"""A grading scale of the partnership has the shape that questionnaires use."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SafeguardingContact(_Entry):
    """Whom to telephone when a child or an adult may be at risk now. Empty until the partnership fills it in."""

    name: str = ""
    phone: str = ""
    out_of_hours_phone: str = ""


class DataProtection(_Entry):
    """What the partnership's terms say about personal data, unless one audit says otherwise."""

    legal_basis: str = ""
    controller: str = ""
    sharing_agreement: str = ""
    impact_assessment: str = ""
    who_sees_what: str = ""
    retention_months: int | None = Field(default=None, ge=1, le=600)


class StandingTerms(_Entry):
    """Sentences with which every new terms of reference begins; each audit may change them."""

    out_of_scope: str = ""
    replacement_rule: str = ""
    how_a_grade_is_agreed: str = ""
    when_the_panel_disagrees: str = ""
    single_agency_route: str = ""
    performance_route: str = ""
    immediate_concern_hours: int = Field(default=24, ge=1, le=168)
    returns_hours: int | None = Field(default=None, ge=1, le=100)


class Partnership(_Entry):
    """One safeguarding partnership. `reference_prefix` starts every audit's reference (MAAP26-1)."""

    name: Sentence
    short_name: Annotated[str, Field(min_length=1, max_length=20)]
    area: str = ""
    audience: Audience = "both"
    reference_prefix: Annotated[str, Field(pattern=r"^[A-Z]{2,8}$")] = "MAAP"
    website: str = ""
    safeguarding_children: SafeguardingContact = SafeguardingContact()
    safeguarding_adults: SafeguardingContact = SafeguardingContact()
    data_protection: DataProtection = DataProtection()
    standing_terms: StandingTerms = StandingTerms()


class AgencyEntry(_Entry):
    """An agency that may take part in audits. `aliases` are names it had before, or is also known by."""

    key: Slug
    name: Sentence
    short_name: Annotated[str, Field(min_length=1, max_length=30)]
    aliases: tuple[str, ...] = ()
    kind: AgencyKind
    remit: Sentence


class ThemeEntry(_Entry):
    """A theme that findings are coded to: what it means, when to use it, and which theme to use instead.

    `words` are those that people use for it, `examples` findings that belong to it.
    """

    key: Slug
    name: Sentence
    group: Slug
    group_name: Sentence
    audience: Audience
    definition: Sentence
    use_when: Sentence
    not_when: Sentence
    words: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()


class TimetableStep(_Entry):
    """A step of the timetable template: so many weeks, then so many working days, after the terms are signed off.

    `lasts` is in working days; 0 is a single day.
    """

    key: Slug
    name: Sentence
    week: int = Field(ge=0, le=156)
    working_days: int = Field(default=0, ge=-60, le=60)
    lasts: int = Field(default=0, ge=0, le=260)
    who: str = ""
