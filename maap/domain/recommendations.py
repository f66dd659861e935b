"""Recommendations: what an audit asks agencies to do about its findings, before it says who does it by when."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from maap.domain.audit import Stage
from maap.domain.problems import Problem

LONGEST_TEXT = 1_000
"""In characters."""

WRITTEN_AT = (Stage.PANEL, Stage.REPORTING, Stage.PUBLISHED)
"""Stages in which recommendations and actions are written. Actions live on after an audit is closed."""


class Kind(StrEnum):
    """What a recommendation asks for."""

    ASSURANCE = "assurance"
    PRACTICE_CHANGE = "practice change"
    COMMUNICATE = "communicate"
    INVESTIGATE = "investigate"
    COMMEND = "commend"


IN_WORDS: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PRACTICE_CHANGE: "Change practice",
        Kind.ASSURANCE: "Give assurance",
        Kind.COMMUNICATE: "Tell people",
        Kind.INVESTIGATE: "Find out more",
        Kind.COMMEND: "Keep and share good practice",
    }
)
"""Each kind as a label, the most common first."""

MEANING: Mapping[Kind, str] = MappingProxyType(
    {
        Kind.PRACTICE_CHANGE: "Agencies work differently from now on.",
        Kind.ASSURANCE: "An agency shows that something is in place and works.",
        Kind.COMMUNICATE: "People need to know about something that is already there.",
        Kind.INVESTIGATE: "The audit could not tell why. Somebody looks further.",
        Kind.COMMEND: "Something works well. Others should do it too.",
    }
)


class NewRecommendation(BaseModel):
    """A recommendation as it is written. ``finding_ids``: the findings from which it follows.

    ``kept_because`` is why words stay that may tell who somebody is.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kind: Kind = Kind.PRACTICE_CHANGE
    text: str = ""
    finding_ids: tuple[int, ...] = ()
    kept_because: str = ""


def refuse_unfit(given: NewRecommendation) -> None:
    """Refuse a recommendation without words, or with too many. Raises Problem."""
    if not given.text:
        raise Problem("Write what you recommend, for example: Agencies agree one way to record who is at home.")
    if len(given.text) > LONGEST_TEXT:
        raise Problem(
            f"The recommendation has {len(given.text):,} characters. Shorten it to {LONGEST_TEXT:,} or fewer; "
            "what exactly is done, and by whom, belongs into its actions."
        )
