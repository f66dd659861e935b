"""The terms of reference as a task list: steps that a person can each finish in one sitting."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    """A page of the task list, with its fields in the order they are asked."""

    key: str
    title: str
    fields: tuple[str, ...]
    about: str = ""


STEPS: tuple[Step, ...] = (
    Step(
        "focus",
        "Focus of the audit",
        (
            *("title", "audit_year", "audience", "themes", "sub_themes", "triggers", "why_now", "purpose"),
            *("hypothesis", "lines", "priority", "standards"),
        ),
        "Say what you want to learn. Everything else follows from it.",
    ),
    Step(
        "scope",
        "Scope and audited period",
        (
            *("in_scope", "out_of_scope", "period_start", "period_end", "judgement_start", "people_in_case"),
            *("reaudit_of", "must_have_improved"),
        ),
        "Audits look at current practice: the last 12 months.",
    ),
    Step(
        "sample",
        "Cohort and sample",
        (
            *("cohort_source", "inclusion", "exclusion", "sample_size", "sample_method", "strata", "quotas"),
            *("minimum_per_stratum", "seed", "reserves", "replacement_rule", "at_least_agencies", "not_audited_months"),
        ),
        "Cases are drawn at random, so that nobody chooses them.",
    ),
    Step(
        "agencies",
        "Agencies and people",
        ("agencies", "chair", "lead_officer", "sponsor", "scrutineer", "minute_taker", "returns_hours"),
        "Invite every agency that may know the child or adult.",
    ),
    Step(
        "method",
        "How you will audit",
        (
            *("methods", "questionnaire", "modules", "scale", "domain_grades", "family_voice", "practitioner_voice"),
            *("panel_members", "panel_chair", "quorum", "how_a_grade_is_agreed", "when_the_panel_disagrees"),
        ),
        "Choose the questionnaire, and say how the panel agrees grades.",
    ),
    Step(
        "safety",
        "Safety and data protection",
        (
            *("concern_contact", "concern_phone", "concern_hours", "single_agency_route", "performance_route"),
            *("legal_basis", "controller", "sharing_agreement", "impact_assessment", "who_sees_what"),
            "retention_months",
        ),
        "Say what happens when somebody is at risk, and how people's information is looked after.",
    ),
    Step(
        "timetable",
        "Timetable, results and follow-up",
        ("timetable", "outputs", "readers", "public_outputs", "action_owner", "impact", "risks"),
        "Dates follow one another: when you change one, those after it move too.",
    ),
    Step("sign_off", "Sign-off", ("signatories",), "An audit cannot open before everyone named here has signed."),
)

NEVER_CARRIED: frozenset[str] = frozenset(
    {
        *("audit_year", "period_start", "period_end", "judgement_start", "timetable", "signatories"),
        *("seed", "reaudit_of", "must_have_improved"),
    }
)
"""Fields that belong to one audit only: its dates, its signatures and its draw."""


def step_of(field: str) -> Step:
    """The step a field stands in. Raises KeyError for an unknown field."""
    for step in STEPS:
        if field in step.fields:
            return step
    raise KeyError(field)
