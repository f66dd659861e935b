"""Actions: what one agency does about a recommendation, the life of an action, and what difference it made.

An action is asked to be closed by one person and confirmed by another. Whether practice moved (``direction``) and
whether something is left to do (``still_open``) are two questions: practice may be better and still not good enough.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from pydantic import BaseModel, ConfigDict

from maap.domain.audit import Stage, has_reached
from maap.domain.people import Role
from maap.domain.problems import Problem

LONGEST_TEXT, LONGEST_ROLE, LONGEST_MEASURE = 1_000, 120, 500
"""In characters."""

SHARED_FROM = Stage.REPORTING
"""The stage from which agencies and managers read the plan; until then it is the team's draft."""
LIVED_AT = (Stage.REPORTING, Stage.PUBLISHED, Stage.CLOSED)
"""Stages in which actions are reported on and closed: work goes on long after the audit itself is closed."""
_TEAM = frozenset({Role.COORDINATOR, Role.CHAIR})


class Status(StrEnum):
    """How far an action is, as its agency says. Overdue is no status: it follows from the due date."""

    NOT_STARTED = "not started"
    ON_TRACK = "on track"
    AT_RISK = "at risk"
    DONE = "done"
    DONE_WITH_IMPACT = "done with impact"
    CLOSED_WITHOUT = "closed without"


OPEN = (Status.NOT_STARTED, Status.ON_TRACK, Status.AT_RISK)
"""States in which something is still to be done, and the only ones that an agency can report."""
IS_DONE = (Status.DONE, Status.DONE_WITH_IMPACT)

WITH_DIFFERENCE, DONE, OVERDUE = "Done, with a difference shown", "Done", "Overdue"
IN_PLACE = (WITH_DIFFERENCE, DONE, "Under way", "Not started", "Closed without", OVERDUE)
"""The groups of a chart of actions: what made a difference first."""

IN_WORDS: Mapping[Status, str] = MappingProxyType(
    {
        Status.NOT_STARTED: "Not started",
        Status.ON_TRACK: "On track",
        Status.AT_RISK: "At risk",
        Status.DONE: "Done",
        Status.DONE_WITH_IMPACT: "Done, with evidence that it helped",
        Status.CLOSED_WITHOUT: "Closed without being done",
    }
)


class Direction(StrEnum):
    """What became of practice. Unknown while nobody can tell yet."""

    BETTER = "better"
    SAME = "same"
    WORSE = "worse"
    UNKNOWN = ""


DIRECTIONS: Mapping[Direction, str] = MappingProxyType(
    {
        Direction.BETTER: "Practice is better",
        Direction.SAME: "Practice is the same",
        Direction.WORSE: "Practice is worse",
        Direction.UNKNOWN: "Too early to tell",
    }
)


class Evidence(StrEnum):
    """What shows that something changed."""

    REAUDIT = "re-audit"
    DATA = "data"
    TRAINING = "training"
    PRACTITIONERS = "practitioners"
    FAMILIES = "families"
    CASE_EXAMPLE = "case example"


EVIDENCE: Mapping[Evidence, str] = MappingProxyType(
    {
        Evidence.REAUDIT: "The result of a re-audit",
        Evidence.DATA: "Figures, such as meetings with health present",
        Evidence.TRAINING: "How many people were trained, and how sure they feel",
        Evidence.PRACTITIONERS: "What practitioners say, for example in a survey",
        Evidence.FAMILIES: "What children, adults or families say",
        Evidence.CASE_EXAMPLE: "An example from practice, with nobody named",
    }
)


class _Written(BaseModel):
    """Something that a person wrote. ``kept_because``: why words stay that may tell who somebody is."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kept_because: str = ""


class NewAction(_Written):
    """An action as it is written. ``question_id`` or ``domain`` names what should improve, ``measure`` says it."""

    recommendation_id: int
    text: str = ""
    lead_agency_id: int = 0
    owner_role: str = ""
    due: date | None = None
    measure: str = ""
    question_id: str = ""
    domain: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that a person typed."""
        return self.text, self.owner_role, self.measure


class NewUpdate(_Written):
    """What is reported about an action: how far it is, what was done, and what shows it."""

    status: Status = Status.ON_TRACK
    text: str = ""
    evidence_kind: Evidence | None = None
    evidence: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Everything that a person typed."""
        return self.text, self.evidence


class Reason(_Written):
    """Why somebody asks to close an action, sends it back, closes it without, or opens it again."""

    text: str = ""


class Closing(_Written):
    """What difference an action made. ``still_open``: whether something is left to do about the recommendation."""

    direction: Direction = Direction.UNKNOWN
    difference: str = ""
    still_open: bool = True


class Step(StrEnum):
    """Where an action is in its life."""

    OPEN = "open"
    ASKED = "waiting for another person to confirm that it is done"
    DONE = "done"
    WITHOUT = "closed without being done"


class Deed(StrEnum):
    """What somebody does with an action, as its history keeps it."""

    REPORTED = "reported"
    CHANGED = "changed"
    ASKED = "asked to close"
    SENT_BACK = "sent back"
    CLOSED = "closed"
    JUDGED = "judged"
    CLOSED_WITHOUT = "closed without"
    REOPENED = "reopened"


LIFE: Mapping[Step, Mapping[Deed, Step]] = MappingProxyType(
    {
        Step.OPEN: {
            Deed.REPORTED: Step.OPEN,
            Deed.CHANGED: Step.OPEN,
            Deed.ASKED: Step.ASKED,
            Deed.CLOSED_WITHOUT: Step.WITHOUT,
        },
        Step.ASKED: {
            Deed.REPORTED: Step.ASKED,
            Deed.CLOSED: Step.DONE,
            Deed.SENT_BACK: Step.OPEN,
            Deed.CLOSED_WITHOUT: Step.WITHOUT,
        },
        Step.DONE: {Deed.REPORTED: Step.DONE, Deed.JUDGED: Step.DONE, Deed.REOPENED: Step.OPEN},
        Step.WITHOUT: {Deed.REOPENED: Step.OPEN},
    }
)
"""The life of an action: from each step, what can be done and where that leads."""


class NotNow(Problem):
    """A deed that the action's life does not have at this step."""


def step_of(status: Status, asked: bool) -> Step:
    """Where an action is. ``asked``: whether somebody asked to close it."""
    if status is Status.CLOSED_WITHOUT:
        return Step.WITHOUT
    if status in IS_DONE:
        return Step.DONE
    return Step.ASKED if asked else Step.OPEN


def move(at: Step, deed: Deed) -> Step:
    """The step after a deed, or a refusal in words."""
    if deed not in LIFE[at]:
        raise NotNow(f"This action is {at}, so that cannot be done now. Reload the page to see what can.")
    return LIFE[at][deed]


def closed_as(direction: Direction, has_evidence: bool) -> Status:
    """Done with impact only when practice is better and evidence on record shows it."""
    return Status.DONE_WITH_IMPACT if direction is Direction.BETTER and has_evidence else Status.DONE


def is_overdue(status: Status, due: date, today: date) -> bool:
    """Whether something that should be done is not."""
    return status in OPEN and due < today


def is_shared(stage: Stage, roles: frozenset[Role]) -> bool:
    """Whether somebody with these roles in an audit reads its plan now: the team always, others once it is shared."""
    return bool(roles & _TEAM) or has_reached(stage, SHARED_FROM)
