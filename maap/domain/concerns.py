"""Immediate concerns: the safeguarding route is used at once, and that it was used is recorded. Never the story."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from statistics import median

from pydantic import AwareDatetime, BaseModel, ConfigDict

from maap.domain.people import LONDON, Role
from maap.domain.problems import Problem
from maap.domain.timetable import Holidays, add_working_days, is_working_day

OPENS, CLOSES = time(9), time(17)
"""The hours in which people work, Monday to Friday, bank holidays apart."""
A_WORKING_HOUR = timedelta(hours=1)
_NOT_BEFORE = timedelta(days=31)
_SLACK = timedelta(minutes=2)
"""Clocks differ a little."""


class ToldWhom(StrEnum):
    """The team or role that was told. Never a name."""

    CHILDREN = "children's social care front door"
    ADULTS = "adult social care safeguarding team"
    OUT_OF_HOURS = "emergency duty team, out of hours"
    POLICE = "police"
    DESIGNATED_OFFICER = "designated officer for allegations"
    AGENCY_LEAD = "safeguarding lead of our agency"


class ToldBy(StrEnum):
    """Who used the safeguarding route, by role."""

    SELF = "the person who recorded it"
    MANAGER = "their manager"
    AGENCY_LEAD = "the safeguarding lead of their agency"
    COLLEAGUE = "a colleague on the panel or in the partnership's team"


class Outcome(StrEnum):
    """What whoever acknowledges a concern found. A list, so that no story is told."""

    WITH_THE_TEAM = "The right team has it and is acting."
    KNOWN = "The team knew already and was acting."
    TOLD_AGAIN = "It had not reached the right team. I have told them now."
    NO_RISK = "The team looked at it and found no risk now."


class NewConcern(BaseModel):
    """That the safeguarding route was used: when, whom, by whom. ``told_at`` is aware."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    told_at: AwareDatetime
    told_whom: ToldWhom
    told_by: ToldBy = ToldBy.SELF
    case_id: int | None = None


@dataclass(frozen=True)
class Concerns:
    """How many concerns an audit had, and the hours until they were acknowledged.

    All are None where the numbers are too small for this reader; the hours are None while none is acknowledged.
    """

    count: int | None
    acknowledged: int | None
    median_hours: float | None
    longest_hours: float | None

    @property
    def hidden(self) -> bool:
        """Whether the numbers are kept back from this reader."""
        return self.count is None


HIDDEN = Concerns(None, None, None, None)


def raised_as(roles: Iterable[Role]) -> Role:
    """The role in which somebody reads a case: the nearest to the file counts."""
    order = (Role.AUDITOR, Role.AGENCY_LEAD, Role.PANEL_MEMBER, Role.CHAIR, Role.COORDINATOR)
    held = set(roles)
    return next((role for role in order if role in held), Role.COORDINATOR)


def refuse_wrong_time(told_at: datetime, now: datetime) -> None:
    """Somebody was told in the past, and lately. Raises Problem."""
    if told_at > now + _SLACK:
        raise Problem("That time is still to come. If nobody has been told yet, telephone now, then record it here.")
    if told_at < now - _NOT_BEFORE:
        raise Problem("That is more than a month ago. Check the day on which you told somebody.")


def due_at(raised_at: datetime, hours: int | None, holidays: Holidays) -> datetime:
    """When a concern has to be acknowledged: within the hours that the terms give, by day and by night.

    Terms that give none leave one working hour.
    """
    return raised_at + timedelta(hours=hours) if hours else _one_working_hour_after(raised_at, holidays)


def _one_working_hour_after(at: datetime, holidays: Holidays) -> datetime:
    there = at.astimezone(LONDON)
    opens, closes = (datetime.combine(there.date(), edge, LONDON) for edge in (OPENS, CLOSES))
    if is_working_day(there.date(), holidays) and there < closes:
        due = max(there, opens) + A_WORKING_HOUR
        if due <= closes:
            return due.astimezone(at.tzinfo)
        left = due - closes
    else:
        left = A_WORKING_HOUR
    morning = datetime.combine(add_working_days(there.date(), 1, holidays), OPENS, LONDON)
    return (morning + left).astimezone(at.tzinfo)


def hours(raised_at: datetime, until: datetime) -> float:
    """Hours from one moment to another."""
    return (until - raised_at) / timedelta(hours=1)


def summed_up(count: int, taken: Sequence[float]) -> Concerns:
    """The numbers of an audit. ``taken``: the hours until each acknowledged concern was acknowledged."""
    if not taken:
        return Concerns(count, 0, None, None)
    return Concerns(count, len(taken), round(median(taken), 1), round(max(taken), 1))


def clock(due: datetime, now: datetime) -> str:
    """How long there is left, or how long it is overdue, in words."""
    minutes = round(abs(due - now) / timedelta(minutes=1))
    said = f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"
    return f"{said} overdue" if now > due else f"{said} left"
