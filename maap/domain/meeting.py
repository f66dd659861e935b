"""A meeting of the panel: its agenda, who is there, and its minutes, which are put together and never typed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from maap.domain.problems import Problem

LONGEST_NOTE = 4000
DecisionKind = Literal["finding", "recommendation", "action"]

TEAM_ROLES = ("Chair", "Coordinator", "Minute taker", "Independent scrutineer")
AGENCY_ROLES = ("Panel", "Practitioner")
"""In which roles people come: the partnership's own team, and those of an agency."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Plan(_Value):
    """What a meeting is started with: the cases in their order, and how many minutes each is given."""

    cases: tuple[int, ...] = Field(min_length=1)
    minutes_each: Annotated[int, Field(ge=5, le=240)] = 45


class Note(_Value):
    """What is written down about a case during the meeting. ``kept_because``: why words stay that may identify."""

    text: str = ""
    kept_because: str = ""


class Came(_Value):
    """How many people came. ``agency_id`` is None for the partnership's own team. Never who."""

    agency_id: int | None
    role: str
    people: Annotated[int, Field(ge=0, le=99)]


class Present(_Value):
    """A line of the minutes about who was there. ``agency`` is empty for the partnership's own team."""

    agency: str
    role: str
    people: int


class GradeAgreed(_Value):
    """A grade that was agreed at the meeting. ``how`` is a sentence's beginning: «The panel agreed»."""

    domain: str
    grade: str
    how: str
    reason: str
    dissent: str


class FindingMade(_Value):
    """A finding that was made at the meeting, with the themes it is coded to."""

    polarity: str
    text: str
    domain: str
    themes: tuple[str, ...]


class Recommended(_Value):
    """A recommendation that was made at the meeting."""

    number: int
    kind: str
    text: str


class ActionAgreed(_Value):
    """An action that was agreed at the meeting."""

    number: int
    text: str
    lead_agency: str
    owner_role: str
    due: date


class CaseMinutes(_Value):
    """What the meeting did about one case. ``taken``: minutes. Issues of one agency and concerns are only counted."""

    reference: str
    planned: int
    taken: int
    discussed: bool
    returns_read: int
    not_returned: tuple[str, ...]
    voices: int
    grades: tuple[GradeAgreed, ...] = ()
    findings: tuple[FindingMade, ...] = ()
    recommendations: tuple[Recommended, ...] = ()
    actions: tuple[ActionAgreed, ...] = ()
    issues: int = 0
    concerns: int = 0
    note: str = ""

    @property
    def decided(self) -> int:
        """How many decisions there are."""
        return len(self.grades) + len(self.findings) + len(self.recommendations) + len(self.actions)

    def without_words(self) -> "CaseMinutes":
        """The same without the note, and without why each grade was agreed."""
        grades = tuple(one.model_copy(update={"reason": "", "dissent": ""}) for one in self.grades)
        return self.model_copy(update={"note": "", "grades": grades})


class Minutes(_Value):
    """The minutes of a meeting. ``ended_at`` is None while it goes on. ``mark``: the trail's when it ended."""

    meeting_id: int
    number: int
    audit_reference: str
    audit_title: str
    started_at: datetime
    ended_at: datetime | None
    present: tuple[Present, ...]
    not_represented: tuple[str, ...]
    cases: tuple[CaseMinutes, ...]
    mark: str = ""

    @property
    def not_discussed(self) -> tuple[str, ...]:
        """Cases of the agenda that the meeting did not come to."""
        return tuple(case.reference for case in self.cases if not case.discussed)

    def without_words(self) -> "Minutes":
        """What stays when words about cases are no longer kept: who came and what was decided, without notes, reasons
        and dissent."""
        return self.model_copy(update={"cases": tuple(case.without_words() for case in self.cases)})


def refuse_long(note: Note) -> None:
    """Refuse a note that is longer than a note. Raises Problem."""
    if max(len(note.text), len(note.kept_because)) > LONGEST_NOTE:
        raise Problem(f"That is longer than {LONGEST_NOTE:,} characters. Shorten it to the main points.")


def moved(order: Sequence[int], one: int, by: int) -> list[int]:
    """The order with one of its items moved up (-1) or down (+1); at an end it stays where it is."""
    ordered = list(order)
    at = ordered.index(one)
    to = min(max(at + by, 0), len(ordered) - 1)
    ordered.insert(to, ordered.pop(at))
    return ordered


def whole_minutes(seconds: int) -> int:
    """Seconds as minutes people would say: half a minute and more counts as one."""
    return (seconds + 30) // 60


def time_used(seconds: int, planned: int) -> str:
    """How long a case has been discussed, beside what was planned: «12 of 45 minutes», «2 minutes over»."""
    used = seconds // 60
    if used > planned:
        over = used - planned
        return f"{used} of {planned} minutes, {over} {'minute' if over == 1 else 'minutes'} over"
    return f"{used} of {planned} minutes"
