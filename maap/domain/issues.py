"""An issue that belongs to one agency: raised, received, answered, closed, between that agency and the coordinator."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.audit import Stage, WrongStage, has_reached
from maap.domain.fitting import fit
from maap.domain.people import Role
from maap.domain.problems import Problem
from maap.domain.timetable import Holidays, add_working_days

LONGEST = 4000
"""In characters."""
ANSWER_WITHIN = 10
"""Working days that an agency has for its answer."""
ANSWER_AGAIN_WITHIN = 5
"""Working days for a further answer, when an issue is opened again."""
TELLS = "single_agency_issue"
"""Questions whose id begins so ask whether something belongs to one agency alone."""


class IssueState(StrEnum):
    """Where an issue is."""

    RAISED = "raised"
    RECEIVED = "received"
    ANSWERED = "answered"
    CLOSED = "closed"


class Step(StrEnum):
    """What is done about an issue after it was raised."""

    RECEIVED = "received"
    ANSWERED = "answered"
    CHASED = "chased"
    CLOSED = "closed"
    REOPENED = "reopened"


class RaisedAs(StrEnum):
    """In what capacity somebody raised an issue. Their name is not shown to anybody."""

    AUDITOR = "auditor"
    PANEL = "panel"
    COORDINATOR = "coordinator"


AWAITED = frozenset({IssueState.RAISED, IssueState.RECEIVED})
"""States in which the agency owes an answer."""

_S = IssueState
MOVES: Mapping[Step, Mapping[IssueState, IssueState]] = MappingProxyType(
    {
        Step.RECEIVED: {_S.RAISED: _S.RECEIVED},
        Step.ANSWERED: {_S.RAISED: _S.ANSWERED, _S.RECEIVED: _S.ANSWERED, _S.ANSWERED: _S.ANSWERED},
        Step.CHASED: {_S.RAISED: _S.RAISED, _S.RECEIVED: _S.RECEIVED},
        Step.CLOSED: {_S.RAISED: _S.CLOSED, _S.RECEIVED: _S.CLOSED, _S.ANSWERED: _S.CLOSED},
        Step.REOPENED: {_S.ANSWERED: _S.RECEIVED, _S.CLOSED: _S.RECEIVED},
    }
)
"""Every step, from which state it leads to which. An agency may add to its answer until the issue is closed."""

_TOO_LATE: Mapping[Step, str] = MappingProxyType(
    {
        Step.RECEIVED: "It is already received.",
        Step.ANSWERED: "Ask the coordinator to open it again if there is more to say.",
        Step.CHASED: "The agency has answered, so there is nothing to remind it of.",
        Step.CLOSED: "It is already closed.",
        Step.REOPENED: "It is open already.",
    }
)

Words = Annotated[str, Field(min_length=1, max_length=LONGEST)]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class NewIssue(_Value):
    """An issue as somebody raises it with one agency.

    ``answer_id``: the answer of a return that says so, when an auditor raises it. ``wanted``: what the agency is asked
    to do. ``kept_because``: why words stay that may tell who somebody is.
    """

    agency_id: int
    case_id: int | None = None
    text: Words
    wanted: str = Field("", max_length=LONGEST)
    answer_id: int | None = None
    kept_because: str = Field("", max_length=300)


class Said(_Value):
    """What somebody writes at a step: an answer, what closes an issue, or why it is opened again."""

    text: Words
    kept_because: str = Field("", max_length=300)


LABELS: Mapping[str, str] = MappingProxyType(
    {
        "agency_id": "Which agency",
        "text": "What the issue is",
        "wanted": "What the agency is asked to do",
        "kept_because": "Keep these words, because",
    }
)


def raising(typed: Mapping[str, Any]) -> NewIssue:
    """An issue as it is typed into a form. Raises BadForm."""
    if typed.get("agency_id") is None:
        raise Problem("Choose the agency to which the issue belongs.")
    return fit(NewIssue, typed, LABELS)


def saying(text: str, kept_because: str, label: str) -> Said:
    """Words as they are typed into a box called ``label``. Raises BadForm."""
    return fit(Said, {"text": text, "kept_because": kept_because}, {**LABELS, "text": label})


def move(at: IssueState, step: Step) -> IssueState:
    """The state after a step. Raises Problem when the step no longer fits."""
    after = MOVES[step].get(at)
    if after is None:
        raise Problem(f"This issue is {at}. {_TOO_LATE[step]}")
    return after


def answer_due(today: date, holidays: Holidays, again: bool = False) -> date:
    """The working day by which the agency's answer is asked for."""
    return add_working_days(today, ANSWER_AGAIN_WITHIN if again else ANSWER_WITHIN, holidays)


def raised_as(roles: Iterable[Role]) -> RaisedAs:
    """In what capacity somebody with these roles raises an issue: the widest counts."""
    held = set(roles)
    if Role.COORDINATOR in held:
        return RaisedAs.COORDINATOR
    return RaisedAs.PANEL if held & {Role.CHAIR, Role.PANEL_MEMBER} else RaisedAs.AUDITOR


def refuse_at(stage: Stage) -> None:
    """An issue is found in a file, so there is none before the fieldwork; a closed audit takes no more.

    Raises WrongStage.
    """
    if not has_reached(stage, Stage.FIELDWORK):
        raise WrongStage("Issues are raised from the fieldwork on, when agencies read their files.")
    if stage is Stage.CLOSED:
        raise WrongStage("This audit is closed, so no further issue can be raised. Those that are open stay open.")


def tells_of_an_issue(question_id: str, value: object) -> bool:
    """Whether an answer says that something belongs to one agency alone."""
    return question_id.startswith(TELLS) and value not in (None, "", False, "no", [])


def refuse_chasing_again(chased_on: date | None, today: date) -> None:
    """An agency is reminded once a day at most. Raises Problem."""
    if chased_on == today:
        raise Problem("The agency was reminded today. Give it until tomorrow, or telephone.")
