"""Terms of reference: an audit is started, its terms are written, signed, and if need be taken back."""

from maap.usecases.terms.beginning import start_audit, start_reaudit
from maap.usecases.terms.signing import amend, ask_for_signatures, sign
from maap.usecases.terms.writing import move_milestone, plan_timetable, save_terms

__all__ = [
    "amend",
    "ask_for_signatures",
    "move_milestone",
    "plan_timetable",
    "save_terms",
    "sign",
    "start_audit",
    "start_reaudit",
]
