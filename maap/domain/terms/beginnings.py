"""How terms of reference begin: from the partnership's standing sentences, or from an earlier audit."""

from collections.abc import Set as AbstractSet

from maap.domain.partnership import Partnership
from maap.domain.terms.document import Terms
from maap.domain.terms.steps import NEVER_CARRIED, STEPS


def carry(old: Terms, keep: AbstractSet[str]) -> Terms:
    """Terms for a re-audit that begin with the kept steps of earlier ones.

    Dates, signatures, the seed and what belongs to the earlier re-audit are never carried. Raises KeyError for a step
    that does not exist.
    """
    steps = {step.key: step for step in STEPS}
    fields = {field for key in keep for field in steps[key].fields} - NEVER_CARRIED
    return Terms(**{field: getattr(old, field) for field in fields})


def first_draft(partnership: Partnership, audience: str = "children") -> Terms:
    """New terms that begin with the partnership's own standing sentences."""
    standing, data = partnership.standing_terms, partnership.data_protection
    adults = audience == "adults"
    contact = partnership.safeguarding_adults if adults else partnership.safeguarding_children
    return Terms(
        audience=audience,
        people_in_case=("adult", "carers") if adults else ("child", "siblings", "parents", "other_adults"),
        out_of_scope=standing.out_of_scope,
        replacement_rule=standing.replacement_rule,
        how_a_grade_is_agreed=standing.how_a_grade_is_agreed,
        when_the_panel_disagrees=standing.when_the_panel_disagrees,
        single_agency_route=standing.single_agency_route,
        performance_route=standing.performance_route,
        concern_contact=contact.name,
        concern_phone=contact.phone,
        concern_hours=standing.immediate_concern_hours,
        returns_hours=standing.returns_hours,
        legal_basis=data.legal_basis,
        controller=data.controller,
        sharing_agreement=data.sharing_agreement,
        impact_assessment=data.impact_assessment,
        who_sees_what=data.who_sees_what,
        retention_months=data.retention_months,
    )
