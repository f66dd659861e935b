"""The way from an answer to what was asked again, in both directions: the steps, and what a step is."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """A step of the way, in its order."""

    ANSWER = "answer"
    VOICE = "voice"
    FINDING = "finding"
    THEME = "theme"
    RECOMMENDATION = "recommendation"
    ACTION = "action"
    EVIDENCE = "evidence"
    QUESTION = "question"


IN_WORDS: dict[Step, str] = {
    Step.ANSWER: "Answers",
    Step.VOICE: "What practitioners and families said",
    Step.FINDING: "Findings",
    Step.THEME: "Themes",
    Step.RECOMMENDATION: "Recommendations",
    Step.ACTION: "Actions",
    Step.EVIDENCE: "Evidence of what changed",
    Step.QUESTION: "What a re-audit asks again",
}

NOTHING: dict[Step, str] = {
    Step.ANSWER: "No answer stands behind this.",
    Step.VOICE: "Nothing that practitioners or families said stands behind this.",
    Step.FINDING: "No finding leads here.",
    Step.THEME: "Not coded to a theme yet.",
    Step.RECOMMENDATION: "No recommendation follows from this yet.",
    Step.ACTION: "Nobody has been asked to act on this yet.",
    Step.EVIDENCE: "No agency has sent evidence yet.",
    Step.QUESTION: "No action names a question or a part of practice that should improve.",
}


@dataclass(frozen=True)
class Stop:
    """Something on the way. ``key``: its id, or for a question its own key. ``about``: where it belongs, in words."""

    step: Step
    key: str
    text: str
    about: str = ""
