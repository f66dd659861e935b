"""An agency's answer to the question whether it commits to the procedures of an audit."""

from enum import StrEnum

from maap.domain.audit import Stage
from maap.domain.problems import Problem

LONGEST_REASON = 2000
"""In characters."""


class Commitment(StrEnum):
    """What an agency has answered."""

    ASKED = "asked"
    COMMITTED = "committed"
    DECLINED = "declined"


ANSWERED_AT = (Stage.AGREED, Stage.SAMPLING, Stage.FIELDWORK)
"""Stages in which an agency may answer, and change its answer."""

IN_WORDS: dict[Commitment, str] = {
    Commitment.ASKED: "No answer yet",
    Commitment.COMMITTED: "Committed",
    Commitment.DECLINED: "Declined",
}


def reason_for_declining(text: str) -> str:
    """The reason as it is kept. Raises Problem when there is none, or when it is too long."""
    reason = text.strip()
    if not reason:
        raise Problem("Say why your agency cannot take part, so that the coordinator and the chair can speak with you.")
    if len(reason) > LONGEST_REASON:
        raise Problem(
            f"Your reason has {len(reason):,} characters. Shorten it to {LONGEST_REASON:,} or fewer; you can tell the "
            "coordinator the rest."
        )
    return reason
