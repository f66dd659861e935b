"""Who sees what of the figures. The views ask here, so that chart, table, words and page source hold the same."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from maap.domain.audit import Stage, has_reached
from maap.domain.people import Role
from maap.domain.problems import Problem

FEWEST_OTHERS = 3
"""Figures of other agencies together are shown from this many agencies on, so that none of them can be told."""

HIDDEN = (
    f"Hidden to protect children and agencies: shown once at least {FEWEST_OTHERS} other agencies have answered, and "
    "the figures tell of none of them what it said."
)
"""What stands where a figure is kept back."""


class Audience(StrEnum):
    """``INSIDE``: the audit's own team. ``PARTNERSHIP``: signed-in managers under the sharing agreement."""

    INSIDE = "inside"
    PARTNERSHIP = "partnership"


@dataclass(frozen=True)
class Showing:
    """What an audience sees beyond the whole audit's returns, grades and themes.

    ``agencies``: each agency by name; otherwise only the reader's own beside the total of the others.
    ``behind``: which returns stand behind a figure.
    """

    agencies: bool
    behind: bool


SHOWN: dict[Audience, Showing] = {
    Audience.INSIDE: Showing(agencies=True, behind=True),
    Audience.PARTNERSHIP: Showing(agencies=False, behind=False),
}

INSIDE_FROM: dict[Role, Stage] = {
    Role.COORDINATOR: Stage.DRAFT,
    Role.CHAIR: Stage.DRAFT,
    Role.PANEL_MEMBER: Stage.PANEL,
}
"""The roles of an audit's own team, and the stage from which they see its figures as such."""


class Withheld(Problem):
    """A figure that this reader is not shown."""

    def __init__(self) -> None:
        super().__init__(
            "Figures of one agency, and the returns behind them, are for the audit's own team. "
            "Choose “All agencies” to see the whole audit."
        )


def audience(roles: Iterable[Role], stage: Stage) -> Audience:
    """To which audience somebody with these roles in an audit belongs."""
    inside = any(role in INSIDE_FROM and has_reached(stage, INSIDE_FROM[role]) for role in roles)
    return Audience.INSIDE if inside else Audience.PARTNERSHIP


ANYBODY = 0
"""In the place of a reader's agency: nobody knows who reads, as on a screen on a wall."""


def fewest_others(agency_id: int | None) -> int:
    """From how many other agencies on a reader of the partnership sees figures of several agencies together.

    Somebody of an agency could take their own away from a total. Somebody of none has nothing to take away, and no
    figure of theirs names an agency: they see whole-audit figures from the first. In front of a screen stands somebody
    of any agency: whoever it is, enough others must be left once their own is taken away.
    """
    if agency_id == ANYBODY:
        return FEWEST_OTHERS + 1
    return FEWEST_OTHERS if agency_id is not None else 1


def names_somebody(said: Mapping[Any, Mapping[int, int]], answered: Mapping[int, int], agency_id: int | None) -> bool:
    """Whether so many returns say the same that some other agency must be among them, by the numbers alone.

    Of ten returns eight name a theme: an agency that handed in three of them has named it. That every return says it,
    or each of at least three others, may be known (decision 34). ``said``: what is said, in how many returns of each
    agency; ``answered``: of how many; ``agency_id``: the reader's, who can take their own away.
    """
    readers = (agency_id, *answered) if agency_id == ANYBODY else (agency_id,)
    return any(_must_have(named, answered, own) for named in said.values() for own in readers)


def _must_have(named: Mapping[int, int], answered: Mapping[int, int], own: int | None) -> bool:
    others = {agency: n for agency, n in answered.items() if agency != own}
    silent = sum(n - named.get(agency, 0) for agency, n in others.items())
    surely = [agency for agency, n in others.items() if n > silent > 0]
    return bool(surely) and not len(others) == len(surely) >= FEWEST_OTHERS
