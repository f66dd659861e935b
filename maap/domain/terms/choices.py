"""What may be picked in terms of reference: each key with its words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated

from pydantic import AfterValidator

Choices = Mapping[str, str]

AUDIENCES: Choices = MappingProxyType({"children": "Children", "adults": "Adults", "both": "Children and adults"})
TRIGGERS: Choices = MappingProxyType(
    {
        "review": "Learning from a case review",
        "data": "What our data shows",
        "inspection": "An inspection, or the theme of a coming one",
        "past_audit": "What an earlier audit found",
        "priority": "A priority of the partnership",
        "practitioners": "What practitioners tell us",
        "families": "What children, adults and families tell us",
    }
)
PEOPLE_IN_CASE: Choices = MappingProxyType(
    {
        "child": "The child",
        "siblings": "Brothers and sisters, and other children in the household",
        "parents": "Parents and carers",
        "other_adults": "Other significant adults, such as a parent's partner or a grandparent",
        "adult": "The adult with care and support needs",
        "carers": "The adult's carers and family",
    }
)
SAMPLE_METHODS: Choices = MappingProxyType(
    {
        "simple": "At random from the whole cohort",
        "stratified": "At random within groups of the cohort",
    }
)
METHODS: Choices = MappingProxyType(
    {
        "questionnaire": "Each agency audits its own file with the questionnaire",
        "worker": "A conversation with the practitioner who knows the child or adult",
        "event": "A practitioner event",
        "family": "The views of children, adults and families",
        "leads": "Interviews with agency leads",
        "panel": "A multi-agency panel",
    }
)
OUTPUTS: Choices = MappingProxyType(
    {
        "report": "Full report to the partnership",
        "summary": "Summary for the executive group",
        "briefing": "Seven-minute briefing for practitioners",
        "feedback": "Feedback to the practitioners who took part",
        "family_feedback": "Feedback to the families who took part",
        "event": "Learning event",
        "training": "Changes to training",
        "action_plan": "Action plan",
    }
)
READERS: Choices = MappingProxyType(
    {
        "executive": "Executive group",
        "subgroup": "Quality assurance subgroup",
        "agencies": "Agencies that took part",
        "practitioners": "Practitioners in all agencies",
        "families": "Children, adults and families",
        "public": "The public",
    }
)
CAPACITIES: Choices = MappingProxyType(
    {
        "chair": "Chair of the audit",
        "coordinator": "Partnership's coordinator",
        "agency_lead": "Agency lead",
        "executive": "Lead safeguarding partner",
        "scrutineer": "Independent scrutineer",
    }
)


def one_of(choices: Choices) -> AfterValidator:
    """A validator that lets nothing pass but the keys on offer, or no answer yet."""

    def known(key: str) -> str:
        if key and key not in choices:
            raise ValueError(f"“{key}” is not one of {', '.join(choices)}")
        return key

    return AfterValidator(known)


AudienceKey = Annotated[str, one_of(AUDIENCES)]
TriggerKey = Annotated[str, one_of(TRIGGERS)]
PersonInCaseKey = Annotated[str, one_of(PEOPLE_IN_CASE)]
SampleMethodKey = Annotated[str, one_of(SAMPLE_METHODS)]
MethodKey = Annotated[str, one_of(METHODS)]
OutputKey = Annotated[str, one_of(OUTPUTS)]
ReaderKey = Annotated[str, one_of(READERS)]
CapacityKey = Annotated[str, one_of(CAPACITIES)]

CHOICES_OF: Mapping[str, Choices] = MappingProxyType(
    {
        "audience": AUDIENCES,
        "triggers": TRIGGERS,
        "people_in_case": PEOPLE_IN_CASE,
        "sample_method": SAMPLE_METHODS,
        "methods": METHODS,
        "outputs": OUTPUTS,
        "readers": READERS,
        "public_outputs": OUTPUTS,
    }
)
"""Field of the terms → what may be picked in it."""
