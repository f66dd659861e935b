"""Remarks on a question of a return: between its agency and the coordinator, raised, answered and closed."""

import re
from collections.abc import Collection, Sequence
from enum import StrEnum

from maap.domain.people import Role
from maap.domain.problems import Problem

LONGEST_REMARK = 2_000
"""In characters."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Side(StrEnum):
    """Who speaks. People speak for their side, so no names are shown."""

    AGENCY = "agency"
    TEAM = "coordinator"


class Standing(StrEnum):
    """Where a thread of open remarks is."""

    RAISED = "waiting for a reply"
    ANSWERED = "replied to"


def side(roles: Collection[Role], own_agency: bool) -> Side | None:
    """For whom somebody speaks about a return; None when it is not theirs to talk about."""
    if own_agency:
        return Side.AGENCY
    return Side.TEAM if Role.COORDINATOR in roles else None


def standing(speakers: Sequence[Side]) -> Standing:
    """Where a thread is, from who spoke in it, in order: a word from the other side answers it."""
    return Standing.ANSWERED if speakers[-1] != speakers[0] else Standing.RAISED


def remark(typed: str) -> str:
    """A remark as it is kept. Raises Problem when there is nothing in it, or too much."""
    text = _CONTROL.sub("", typed.replace("\r\n", "\n")).strip()
    if not text:
        raise Problem("Write what you want to ask or say, then send it.")
    if len(text) > LONGEST_REMARK:
        raise Problem(f"That is longer than {LONGEST_REMARK:,} characters. Shorten it to the main point.")
    return text
