"""What an audit established, gathered once: everything that its documents say comes from here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from maap.domain.ladders import Ladder, Tally
from maap.domain.terms import Terms

_SAME_WORDS = 0.7


@dataclass(frozen=True)
class AgencyReturns:
    """Returns of an agency. ``handed_in`` includes ``not_known``: a return that says the child is not known."""

    agency_id: int
    agency: str
    due: int
    handed_in: int
    not_known: int


@dataclass(frozen=True)
class Found:
    """A finding. ``cases`` and ``agencies``: how many it rests on; ``agency_ids`` which, for packs alone."""

    finding_id: int
    strength: bool
    text: str
    domain: str
    line: str
    themes: tuple[str, ...]
    cases: int
    agency_ids: frozenset[int]
    source: str
    recommended: bool

    @property
    def agencies(self) -> int:
        """How many agencies it rests on."""
        return len(self.agency_ids)

    def shared_with(self, agency_id: int) -> bool:
        """Whether an agency may read it: it is its own, or belongs to no one agency alone."""
        return len(self.agency_ids) != 1 or agency_id in self.agency_ids


@dataclass(frozen=True)
class ThemeFact:
    """In how many returns a theme is named, as a strength and as an area for development."""

    theme: str
    strengths: int
    areas: int


@dataclass(frozen=True)
class ActionFact:
    """An action of the plan."""

    number: int
    text: str
    agency_id: int
    agency: str
    owner: str
    due: date
    status: str


@dataclass(frozen=True)
class Recommended:
    """A recommendation with its actions."""

    number: int
    kind: str
    text: str
    actions: tuple[ActionFact, ...]


@dataclass(frozen=True)
class Counted:
    """The two private lanes, as numbers only. Hours are None while nothing was acknowledged."""

    issues: int
    issues_closed: int
    concerns: int
    acknowledged: int
    median_hours: float | None
    longest_hours: float | None


@dataclass(frozen=True)
class Trend:
    """A theme in an earlier year and in this one, in words."""

    theme: str
    then: str
    now: str
    direction: str


@dataclass(frozen=True)
class Facts:
    """One audit.

    ``grid``: (case, agency) → state. ``own`` and ``panel``: tallies of each ladder's domains, agencies' own grades and
    the panel's. ``by_agency``: the same for each agency. ``contributing``: how many agencies graded a domain.
    """

    audit_id: int
    reference: str
    title: str
    year: str
    partnership: str
    as_at: datetime
    terms: Terms
    lines: Mapping[str, str]
    population: int
    cases: tuple[str, ...]
    strata: Mapping[str, int]
    returns: tuple[AgencyReturns, ...]
    grid: Mapping[tuple[str, str], str]
    ladders: tuple[Ladder, ...]
    own: tuple[Tally, ...]
    panel: tuple[Tally, ...]
    by_agency: tuple[tuple[int, str, tuple[Tally, ...]], ...]
    contributing: Mapping[str, int]
    agreement: str
    findings: tuple[Found, ...]
    themes: tuple[ThemeFact, ...]
    theme_returns: int
    voices: Mapping[str, int]
    quotes: tuple[str, ...]
    counted: Counted
    recommendations: tuple[Recommended, ...]
    earlier_year: str = ""
    trends: tuple[Trend, ...] = field(default=())

    @property
    def due(self) -> int:
        """Returns asked for."""
        return sum(row.due for row in self.returns)

    @property
    def handed_in(self) -> int:
        """Returns that are in."""
        return sum(row.handed_in for row in self.returns)

    @property
    def not_known(self) -> int:
        """Returns that say the child or adult is not known."""
        return sum(row.not_known for row in self.returns)

    @property
    def strengths(self) -> tuple[Found, ...]:
        """Findings that are strengths."""
        return tuple(one for one in self.findings if one.strength)

    @property
    def areas(self) -> tuple[Found, ...]:
        """Findings that are areas for development."""
        return tuple(one for one in self.findings if not one.strength)

    @property
    def actions(self) -> tuple[ActionFact, ...]:
        """The whole plan, in order of due dates."""
        return tuple(sorted((one for r in self.recommendations for one in r.actions), key=lambda one: one.due))


def weightiest(findings: tuple[Found, ...], most: int) -> tuple[Found, ...]:
    """Those to name first: what was recommended on, the panel's own, then what rests on most cases and agencies.

    What says nearly the same as one before it is passed over.
    """
    ordered = sorted(
        findings,
        key=lambda one: (not one.recommended, one.source != "panel", -one.cases, -one.agencies, one.finding_id),
    )
    chosen: list[Found] = []
    for one in ordered:
        if len(chosen) == most:
            break
        if not any(_alike(one.text, other.text) for other in chosen):
            chosen.append(one)
    return tuple(chosen)


def _alike(one: str, other: str) -> bool:
    """Whether most of the words of the shorter text stand in the longer one too."""
    shorter, longer = sorted((set(one.lower().split()), set(other.lower().split())), key=len)
    return len(shorter & longer) > _SAME_WORDS * len(shorter)


@dataclass(frozen=True)
class OwnIssue:
    """An issue that belongs to one agency, for its own pack."""

    number: int
    case: str
    state: str
    text: str
    wanted: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class OwnRow:
    """One of an agency's own returns: the case, its state, and the agency's own grades by the domain's name."""

    case: str
    state: str
    grades: Mapping[str, str]


@dataclass(frozen=True)
class AgencyFacts:
    """What belongs to one agency alone in an audit."""

    agency_id: int
    agency: str
    remit: str
    rows: tuple[OwnRow, ...]
    issues: tuple[OwnIssue, ...]
    commendations: tuple[str, ...]
