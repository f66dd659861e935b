"""The terms of reference of one audit, as one value that can be saved at any time, however little of it is written.

What the audit itself knows (its reference, its stage, the version of its terms, who has signed and when) stands with
the audit and is not repeated here.
"""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.terms.choices import (
    AudienceKey,
    CapacityKey,
    MethodKey,
    OutputKey,
    PersonInCaseKey,
    ReaderKey,
    SampleMethodKey,
    TriggerKey,
)
from maap.domain.timetable import Milestone

PersonId = int


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LineOfEnquiry(_Part):
    """A question the audit sets out to answer, the questionnaire's questions that serve it, and the sign of change."""

    key: str
    question: str = ""
    questions: tuple[str, ...] = ()
    impact_measure: str = ""


class AgencyPart(_Part):
    """One agency's part in the audit: its remit in it, and the person who leads for it."""

    agency: str
    remit: str = ""
    lead: PersonId | None = None
    required: bool = True


class Quota(_Part):
    """How many cases are drawn from one group of the cohort."""

    stratum: str
    cases: int = Field(ge=0)


class Signatory(_Part):
    """A person who has to sign the terms, and in what capacity."""

    person: PersonId
    capacity: CapacityKey = ""


class Terms(_Part):
    """Terms of reference. Each field's title is its label on pages, its description the hint under the label."""

    # focus
    title: str = Field("", title="Title", description="For example: Neglect in the early years")
    audit_year: str = Field("", title="Audit year", description="For example: 2026/27")
    audience: AudienceKey = Field("children", title="Who the audit is about")
    themes: tuple[str, ...] = Field((), title="Themes", description="The subject of the audit, from the list of themes")
    sub_themes: tuple[str, ...] = Field((), title="Sub-themes", description="Practice you will look at closely")
    triggers: tuple[TriggerKey, ...] = Field((), title="What prompted this audit")
    why_now: str = Field("", title="Why this theme, and why now")
    purpose: str = Field("", title="Purpose", description="The question this audit answers")
    hypothesis: str = Field("", title="What you expect to find", description="If you have an expectation, say it here")
    lines: tuple[LineOfEnquiry, ...] = Field((), title="Lines of enquiry", description="In order of importance")
    priority: str = Field("", title="Strategy or priority this serves")
    standards: str = Field("", title="Standards and procedures", description="What practice is audited against")
    # scope
    in_scope: str = Field("", title="In scope")
    out_of_scope: str = Field("", title="Out of scope")
    period_start: date | None = Field(None, title="Audited period starts")
    period_end: date | None = Field(None, title="Audited period ends", description="No more than 12 months in all")
    judgement_start: date | None = Field(
        None, title="Grades look at practice since", description="Leave empty when grades cover the whole period"
    )
    people_in_case: tuple[PersonInCaseKey, ...] = Field((), title="People who count as part of the case")
    reaudit_of: int | None = Field(None, title="Re-audit of")
    must_have_improved: str = Field("", title="What must have improved", description="Only for a re-audit")
    # sample
    cohort_source: str = Field(
        "", title="Where the cohort comes from", description="The system or list it is taken from"
    )
    inclusion: str = Field("", title="Cases that belong to the cohort")
    exclusion: str = Field("", title="Cases left out, and why")
    sample_size: int | None = Field(None, ge=0, le=500, title="Cases to draw", description="Most audits draw 4 to 15")
    sample_method: SampleMethodKey = Field("simple", title="How cases are drawn")
    strata: tuple[str, ...] = Field((), title="Groups the sample is spread over", description="For example: threshold")
    quotas: tuple[Quota, ...] = Field((), title="Cases for each group")
    minimum_per_stratum: int = Field(0, ge=0, le=100, title="Fewest cases for each group")
    seed: str = Field("", title="Seed", description="Any words or number; it makes the draw repeatable")
    reserves: int | None = Field(None, ge=0, le=500, title="Reserve cases")
    replacement_rule: str = Field("", title="When a case may be replaced")
    at_least_agencies: int = Field(2, ge=0, le=30, title="Fewest agencies that know the child or adult")
    not_audited_months: int = Field(12, ge=0, le=120, title="Leave out cases audited in the last (months)")
    # agencies and people
    agencies: tuple[AgencyPart, ...] = Field((), title="Agencies", description="Each with its remit and its lead")
    chair: PersonId | None = Field(None, title="Chair")
    lead_officer: PersonId | None = Field(None, title="Lead officer")
    sponsor: PersonId | None = Field(None, title="Sponsor")
    scrutineer: PersonId | None = Field(None, title="Independent scrutineer")
    minute_taker: PersonId | None = Field(None, title="Minute taker")
    returns_hours: int | None = Field(None, ge=0, le=200, title="Hours you expect one return to take")
    # method
    methods: tuple[MethodKey, ...] = Field(("questionnaire", "panel"), title="How you will audit")
    questionnaire: str = Field("", title="Questionnaire")
    modules: tuple[str, ...] = Field((), title="Theme modules added to the questionnaire")
    scale: str = Field("grade4", title="Grading scale")
    domain_grades: bool = Field(True, title="Grade each domain as well as the whole")
    family_voice: str = Field(
        "", title="How you will hear from the family", description="Who asks, how, and when it is not safe or suitable"
    )
    practitioner_voice: str = Field("", title="How you will hear from practitioners")
    panel_members: tuple[PersonId, ...] = Field((), title="Panel members")
    panel_chair: PersonId | None = Field(
        None, title="Panel chair", description="Leave empty when the chair of the audit chairs it"
    )
    quorum: int = Field(3, ge=1, le=30, title="Fewest members for a panel to agree grades")
    how_a_grade_is_agreed: str = Field("", title="How the panel agrees a grade")
    when_the_panel_disagrees: str = Field("", title="What happens when the panel does not agree")
    # keeping people safe, and their data
    concern_contact: str = Field(
        "", title="Contact for immediate concerns", description="The team to call, not a person's name"
    )
    concern_phone: str = Field("", title="Telephone for immediate concerns")
    concern_hours: int | None = Field(24, ge=1, le=168, title="Hours within which a concern is acted on")
    single_agency_route: str = Field("", title="What happens to an issue that belongs to one agency")
    performance_route: str = Field("", title="What happens to a concern about one worker's practice")
    legal_basis: str = Field("", title="Legal basis for sharing")
    controller: str = Field("", title="Who is responsible for the data (controller)")
    sharing_agreement: str = Field("", title="Information sharing agreement")
    impact_assessment: str = Field("", title="Data protection impact assessment")
    who_sees_what: str = Field("", title="Who sees what")
    retention_months: int | None = Field(
        None,
        ge=1,
        le=600,
        title="Months that returns are kept",
        description="Counted from the day the action plan closes",
    )
    # timetable, outputs and follow-up
    timetable: tuple[Milestone, ...] = Field((), title="Timetable")
    outputs: tuple[OutputKey, ...] = Field(("report", "briefing", "action_plan"), title="What the audit produces")
    readers: tuple[ReaderKey, ...] = Field((), title="Who it is for")
    public_outputs: tuple[OutputKey, ...] = Field((), title="What is made public")
    action_owner: PersonId | None = Field(None, title="Owner of the action plan")
    impact: str = Field("", title="How you will know that practice has changed")
    risks: str = Field("", title="Risks, and what the audit depends on")
    # sign-off
    signatories: tuple[Signatory, ...] = Field((), title="People who sign")

    @property
    def starts(self) -> date | None:
        """The first date of the timetable, when there is one."""
        return self.timetable[0].on if self.timetable else None


def label_of(field: str) -> str:
    """The label of a field. Raises KeyError for a field the terms do not have."""
    return Terms.model_fields[field].title or field


def hint_of(field: str) -> str:
    """The hint under a field's label; empty when the label says enough. Raises KeyError for an unknown field."""
    return Terms.model_fields[field].description or ""
