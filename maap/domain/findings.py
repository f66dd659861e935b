"""What the check of a questionnaire found, and where."""

from dataclasses import dataclass
from typing import Literal

from maap.domain.questionnaire import Asked, Section

Severity = Literal["error", "advice"]


@dataclass(frozen=True)
class Finding:
    """`place` is for people; `part` (an id) and `field` let a file say its row, column or line."""

    severity: Severity
    place: str
    message: str
    part: str = ""
    field: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    line: int | None = None


def at(part: Section | Asked, field: str, message: str, severity: Severity = "error") -> Finding:
    """A finding in a section or question."""
    words = part.title if isinstance(part, Section) else part.label
    kind = "Section" if isinstance(part, Section) else "Question"
    short = words if len(words) <= 60 else words[:59] + "…"
    return Finding(severity, f"{kind} “{short}” ({part.id})", message, part.id, field)


def advise(part: Section | Asked, field: str, message: str) -> Finding:
    """Advice on a section or question."""
    return at(part, field, message, "advice")
