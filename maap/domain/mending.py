"""How soon a known fault of a part must be mended, by how grave it is. SECURITY.md says the same in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from maap.domain import cvss

DAYS = {"critical": 3, "high": 14, "moderate": 30, "low": 90}
"""Days from the day a fault is published until the part is replaced, or a way around it stands in SECURITY.md."""
UNGRADED = "high"
"""What a fault counts as while nobody has said how grave it is."""


@dataclass(frozen=True)
class Fault:
    """A published fault of one part in one version. ``mended_in``: the versions that are free of it, as far as told.

    ``aliases``: its names elsewhere, by which two advisories about one fault are known.
    """

    part: str
    version: str
    advisory: str
    summary: str
    gravity: str
    published: date | None
    mended_in: tuple[str, ...]
    aliases: tuple[str, ...] = ()

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


def graded(text: object, vectors: Iterable[object] = ()) -> str:
    """How grave, in our words: what an advisory says (``HIGH``, ``Medium``), or else its gravest CVSS vector says.

    A fault of which neither can be read counts as high.
    """
    said = str(text or "").strip().lower()
    said = {"medium": "moderate"}.get(said, said)
    if said in DAYS:
        return said
    points = [found for vector in vectors if (found := cvss.score(str(vector))) is not None]
    return cvss.word(max(points)) if points else UNGRADED
