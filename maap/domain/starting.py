"""How an audit begins: its title, its year, its reference, and the period it would usually look at."""

import re
from collections.abc import Collection
from datetime import date, timedelta

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from maap.domain.problems import Problem
from maap.domain.terms.choices import AUDIENCES

LONGEST_TITLE = 120
"""In characters."""
SIGNED_AFTER = timedelta(weeks=2)
"""How long after its start an audit's terms are expected to be signed, until somebody says otherwise."""

_YEAR = re.compile(r"20(\d\d)/(\d\d)")
_APRIL = 4


class AuditStart(BaseModel):
    """What somebody says when they start an audit. ``year`` is an audit year such as 2026/27."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    title: str
    year: str
    audience: str = "children"

    @field_validator("title")
    @classmethod
    def _titled(cls, title: str) -> str:
        if not title:
            raise ValueError("Give the audit a title, for example: Neglect in the early years.")
        if len(title) > LONGEST_TITLE:
            raise ValueError(f"The title has {len(title)} characters. Shorten it to {LONGEST_TITLE} or fewer.")
        return title

    @field_validator("year")
    @classmethod
    def _in_a_year(cls, year: str) -> str:
        if not is_audit_year(year):
            raise ValueError("Give the audit year as two years that follow each other, for example: 2026/27.")
        return year

    @field_validator("audience")
    @classmethod
    def _about_somebody(cls, audience: str) -> str:
        if audience not in AUDIENCES:
            raise ValueError("Say whether the audit is about children, adults or both.")
        return audience


def starting(title: str, year: str, audience: str) -> AuditStart:
    """The start of an audit, checked. Raises Problem with a sentence for everything that is wrong."""
    try:
        return AuditStart(title=title, year=year, audience=audience)
    except ValidationError as fault:
        sentences = [str(error["msg"]).removeprefix("Value error, ") for error in fault.errors()]
        raise Problem("\n".join(sentences)) from None


def is_audit_year(text: str) -> bool:
    """Whether a text is an audit year: 2026/27, but not 2026/28."""
    found = _YEAR.fullmatch(text)
    return found is not None and (int(found[1]) + 1) % 100 == int(found[2])


def audit_year(day: date) -> str:
    """The audit year a day belongs to. Years run from April to March."""
    first = day.year if day.month >= _APRIL else day.year - 1
    return f"{first}/{(first + 1) % 100:02}"


def years_on_offer(today: date) -> tuple[str, ...]:
    """The audit years somebody may start an audit in: this one, the next and the last."""
    return tuple(audit_year(today.replace(year=today.year + ahead, day=1)) for ahead in (0, 1, -1))


def reference(prefix: str, year: str, taken: Collection[str]) -> str:
    """The next reference of an audit year, for example MAAP26-3. ``taken``: every reference there is."""
    start = f"{prefix}{year[2:4]}-"
    numbers = [int(rest) for one in taken if (rest := one.removeprefix(start)) != one and rest.isdecimal()]
    return f"{start}{max(numbers, default=0) + 1}"


def usual_period(today: date) -> tuple[date, date]:
    """The twelve whole months before this one: first and last day."""
    last = today.replace(day=1) - timedelta(days=1)
    return today.replace(year=today.year - 1, day=1), last
