"""The answers of one return, made up so that they fit the practice they describe."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from random import Random
from typing import Any

from maap.demonstration import words
from maap.demonstration.dice import weighted
from maap.demonstration.findings import Finding
from maap.demonstration.observations import Leaning, observed
from maap.demonstration.practice import Practice
from maap.domain.questionnaire import (
    EVIDENCE,
    Choice,
    Choices,
    Grade,
    LongText,
    Matrix,
    Number,
    Question,
    Questionnaire,
    Repeat,
    Themes,
    YesNo,
)

_WORK = {
    "childrens_social_care": ["statutory"],
    "early_help": ["early_help"],
    "police": ["investigation"],
    "camhs": ["treatment"],
    "housing": ["adult_service"],
    "domestic_abuse_service": ["adult_service"],
    "probation": ["adult_service"],
}
_PLANS = {"Early help": "early_help", "Child in need": "child_in_need", "Child protection": "child_protection"}
_KINDS = {
    "neglect_kinds": ("physical", "medical", "supervision", "emotional", "educational"),
    "exploitation_kinds": ("sexual", "criminal", "online"),
}
_YES_NO = {
    "outstanding": (("yes", 97), ("partly", 3)),
    "good": (("yes", 80), ("partly", 16), ("no", 4)),
    "requires_improvement": (("yes", 40), ("partly", 42), ("no", 18)),
    "inadequate": (("yes", 15), ("partly", 35), ("no", 50)),
}
_RARELY = 0.04


@dataclass(frozen=True)
class Circumstances:
    """What is the same in every agency's file about a case."""

    stratum: str
    age_band: str
    other_children: bool
    strategy: bool


@dataclass(frozen=True)
class Author:
    """Writes one return: for a questionnaire, about a case, from one agency's practice in it."""

    sheet: Questionnaire
    case: Circumstances
    practice: Practice
    leaning: Leaning
    roll: Random
    today: date

    def answers(self) -> dict[str, Any]:
        """An answer to every question, also to those that are asked only sometimes."""
        told: dict[str, Any] = {}
        for question in self.sheet.questions:
            value = self._of(question, self.sheet.domain_of(question.id))
            if value is not None:
                told[question.id] = value
            if question.evidence and self.roll.random() < 0.2:
                told[question.id + EVIDENCE] = self.roll.choice(words.EVIDENCE)
        return told

    def _of(self, question: Question, domain: str) -> Any:
        match question:
            case LongText() if question.polarity:
                return self._said(self._found[domain][question.polarity]) or None
            case Themes():
                return list(dict.fromkeys(one.theme for one in self._found[domain][question.polarity])) or None
            case LongText():
                return self.roll.choice(words.BETTER_NOW if self.practice.good(domain) else words.LITTLE_CHANGE)
            case Grade():
                return self._grade(domain)
            case Matrix():
                return {row.value: self._yes_no(domain, ("partly",)) for row in question.rows}
            case Repeat():
                return self._recommendations()
            case YesNo() | Choice() | Choices() | Number():
                return self._fact(question, domain)
        return words.NOT_SPOKEN[0] if question.id == "why_not_spoken" else self._other(question)

    @cached_property
    def _found(self) -> dict[str, dict[str, list[Finding]]]:
        """What there is to say, by domain and polarity."""
        domains = {self.sheet.domain_of(question.id) for question in self.sheet.questions if question.polarity}
        return {domain: observed(self.roll, self.practice, domain, self.leaning) for domain in sorted(domains)}

    def _other(self, question: Question) -> Any:
        return self.today.isoformat() if question.kind == "date" else None

    def _said(self, found: list[Finding]) -> str:
        opening = self.roll.choice(words.OPENINGS)
        texts = [one.text for one in found]
        if opening and texts:
            texts[0] = opening + texts[0][0].lower() + texts[0][1:]
        return " ".join(texts)

    def _grade(self, domain: str) -> str:
        if domain != "overall" and self.roll.random() < _RARELY:
            return "not_seen"
        return self.practice.grades[domain]

    def _yes_no(self, domain: str, extra: tuple[str, ...]) -> str:
        if "not_seen" in extra and self.roll.random() < _RARELY:
            return "not_seen"
        grade = self.practice.grades.get(domain) or self.practice.grades["overall"]
        said = weighted(self.roll, _YES_NO[grade])
        return said if said != "partly" or "partly" in extra else "yes"

    def _recommendations(self) -> list[dict[str, str]] | None:
        number = weighted(self.roll, ((0, 5), (1, 4), (2, 2)))
        chosen = self.roll.sample(words.RECOMMENDATIONS, number)
        return [{"recommendation": text, "recommendation_for": who} for text, who in chosen] or None

    def _fact(self, question: YesNo | Choice | Choices | Number, domain: str) -> Any:
        """What the file says; facts of the case are the same for every agency."""
        case, roll = self.case, self.roll
        facts: dict[str, Any] = {
            "has_other_children": "yes" if case.other_children else "no",
            "strategy_held": "yes" if case.strategy else "no",
            "contact_missed": weighted(roll, (("no", 5), ("yes", 4), ("not_seen", 1))),
            "disagreed": weighted(roll, (("no", 6), ("yes", 1))),
            "contact_period": weighted(roll, (("before", 6), ("during", 3), ("once", 1))),
            "work_done": _WORK.get(self.practice.agency, ["universal"]),
            "age_band": case.age_band,
            "plan": _PLANS.get(case.stratum, "child_in_need"),
            "referrals": weighted(roll, ((0, 2), (1, 4), (2, 3), (4, 1))),
            "strategy_agencies": ["social_care", "police", *(["health"] if roll.random() < 0.7 else [])],
            "immediate_concern": "no",
            "single_agency_issue": weighted(roll, (("no", 30), ("raised", 2), ("to_raise", 1))),
            "missing_known": "yes",
            "missing_episodes": weighted(roll, ((0, 3), (1, 3), (3, 2), (6, 1))),
        }
        if question.id in facts:
            return facts[question.id]
        if question.id in _KINDS:
            return sorted(roll.sample(_KINDS[question.id], 2), key=_KINDS[question.id].index)
        if isinstance(question, YesNo):
            return self._yes_no(domain, question.extra)
        if isinstance(question, Number):
            return int(question.min or 0)
        value = roll.choice(question.options).value
        return [value] if isinstance(question, Choices) else value
