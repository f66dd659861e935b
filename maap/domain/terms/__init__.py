"""Terms of reference: what an audit is for, whom and what it looks at, who takes part, how and by when."""

from maap.domain.terms.beginnings import carry, first_draft
from maap.domain.terms.completeness import PERIOD_MONTHS, Missing, missing, period_problem
from maap.domain.terms.difference import Difference, changed
from maap.domain.terms.document import AgencyPart, LineOfEnquiry, Quota, Signatory, Terms, hint_of, label_of
from maap.domain.terms.names import NOBODY, Names
from maap.domain.terms.steps import NEVER_CARRIED, STEPS, Step, step_of
from maap.domain.terms.wording import in_full

__all__ = [
    "NEVER_CARRIED",
    "NOBODY",
    "PERIOD_MONTHS",
    "STEPS",
    "AgencyPart",
    "Difference",
    "LineOfEnquiry",
    "Missing",
    "Names",
    "Quota",
    "Signatory",
    "Step",
    "Terms",
    "carry",
    "changed",
    "first_draft",
    "hint_of",
    "in_full",
    "label_of",
    "missing",
    "period_problem",
    "step_of",
]
