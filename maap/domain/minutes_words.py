"""What the minutes of a meeting say, in sentences: the same on the page and in Word."""

from dataclasses import dataclass
from datetime import datetime

from maap.domain.meeting import CaseMinutes, FindingMade, Minutes
from maap.domain.people import LONDON
from maap.domain.sentences import counted
from maap.domain.written_dates import spoken

OWN_TEAM = "The partnership’s own team"


@dataclass(frozen=True)
class Decided:
    """What stands in the minutes besides tables. ``counted``: private lanes, by their number alone."""

    findings: tuple[str, ...]
    counted: tuple[str, ...]


def when(minutes: Minutes) -> str:
    """When the meeting began and ended."""
    began = f"{spoken(minutes.started_at.astimezone(LONDON).date())}, {_clock(minutes.started_at)}"
    if minutes.ended_at is None:
        return f"{began}. The meeting is still going on: these minutes are not final."
    return f"{began} to {_clock(minutes.ended_at)}"


def present(minutes: Minutes) -> list[tuple[str, str, str]]:
    """Each line about who was there: agency, role, how many."""
    return [(line.agency or OWN_TEAM, line.role, str(line.people)) for line in minutes.present]


def about_case(case: CaseMinutes) -> list[str]:
    """How long a case was discussed, and what the panel had before it."""
    if not case.discussed:
        return ["The meeting did not come to this case."]
    told = [f"Discussed for {counted(case.taken, 'minute')} of {case.planned} planned."]
    views = f" and {counted(case.voices, 'view')} of practitioners and families" if case.voices else ""
    told.append(f"The panel read {counted(case.returns_read, 'return')}{views}.")
    if case.not_returned:
        told.append(f"Not returned: {', '.join(case.not_returned)}.")
    if not case.decided:
        told.append("Nothing was decided.")
    return told


def decided(case: CaseMinutes) -> Decided:
    """Findings as sentences, and how often the private lanes were used."""
    lanes = []
    if case.issues:
        lanes.append(f"{counted(case.issues, 'issue')} of one agency raised with that agency alone.")
    if case.concerns:
        lanes.append(f"{counted(case.concerns, 'immediate concern')} recorded.")
    return Decided(tuple(_finding(one) for one in case.findings), tuple(lanes))


def _finding(one: FindingMade) -> str:
    about = ", ".join(part for part in (one.domain, *one.themes) if part)
    return f"{one.polarity}: {one.text}" + (f" ({about})" if about else "")


def _clock(at: datetime) -> str:
    return f"{at.astimezone(LONDON):%H:%M}"
