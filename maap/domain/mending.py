"""How soon a known fault of a part must be mended, by how grave it is. SECURITY.md says the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = {"critical": 3, "high": 14, "moderate": 30, "low": 90}
"""Days from the day a fault is published until the part is replaced, or a way around it stands in SECURITY.md."""
UNGRADED = "high"
"""What a fault counts as while nobody has said how grave it is."""


@dataclass(frozen=True)
class Fault:
    """A published fault of one part in one version. ``mended_in``: the versions that are free of it, as far as told."""

    part: str
    version: str
    advisory: str
    summary: str
    gravity: str
    published: date | None
    mended_in: tuple[str, ...]

    @property
    def mend_by(self) -> date | None:
        """The last day in time; None when nobody says since when the fault is known."""
        if self.published is None:
            return None
        return self.published + timedelta(days=DAYS.get(self.gravity, DAYS[UNGRADED]))

    def is_late(self, today: date) -> bool:
        """Whether the time for mending is over. A fault of unknown age is late at once."""
        return self.mend_by is None or today > self.mend_by


def late(faults: Sequence[Fault], today: date) -> list[Fault]:
    """Those whose time is over."""
    return [fault for fault in faults if fault.is_late(today)]


def graded(text: object) -> str:
    """How grave, in our words, from what an advisory says: ``HIGH``, ``Medium``. Unknown ones count as high."""
    said = str(text or "").strip().lower()
    said = {"medium": "moderate"}.get(said, said)
    return said if said in DAYS else UNGRADED
