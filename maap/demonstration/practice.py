"""How good practice was: decided first, so that an agency's answers, words and grades about a case agree."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from maap.demonstration.dice import dice

GRADES = ("inadequate", "requires_improvement", "good", "outstanding")
"""Worst first."""

_FROM = ((1.25, "outstanding"), (-0.12, "good"), (-1.2, "requires_improvement"))

_DOMAINS: Mapping[str, float] = MappingProxyType(
    {
        "welfare_of_child": 0.3,
        "other_children": -0.45,
        "timeliness": 0.1,
        "communication": -0.2,
        "engagement": 0.15,
        "neglect": -0.15,
        "exploitation": 0.1,
    }
)
_AGENCIES: Mapping[str, float] = MappingProxyType(
    {
        "health_visiting": 0.35,
        "early_years": 0.25,
        "schools_colleges": 0.2,
        "midwifery": 0.2,
        "domestic_abuse_service": 0.3,
        "early_help": 0.1,
        "camhs": -0.1,
        "housing": -0.25,
        "gp": -0.3,
    }
)
_SPREAD = 0.6


@dataclass(frozen=True)
class Practice:
    """One agency's practice in one case. ``grades``: domain → level, with «overall»."""

    agency: str
    grades: Mapping[str, str]

    def good(self, domain: str) -> bool:
        """Whether it was good or better there; in all when the domain is not graded."""
        return GRADES.index(self.grades.get(domain) or self.grades["overall"]) >= GRADES.index("good")


def practice(audit: str, case: int, agency: str, domains: Iterable[str], better: float = 0.0) -> Practice:
    """The practice of an agency in a case. ``better`` lifts a whole audit: practice that improved over the years."""
    hard = dice(audit, case).gauss(0, 0.5)
    roll = dice(audit, case, agency)
    scores = {
        domain: hard + better + _AGENCIES.get(agency, 0.0) + _DOMAINS.get(domain, 0.0) + roll.gauss(0, _SPREAD)
        for domain in domains
        if domain != "overall"
    }
    whole = 1.4 * sum(scores.values()) / len(scores) + roll.gauss(0, 0.25)
    return Practice(agency, {domain: _grade(score) for domain, score in scores.items()} | {"overall": _grade(whole)})


def _grade(score: float) -> str:
    return next((grade for least, grade in _FROM if score >= least), "inadequate")
