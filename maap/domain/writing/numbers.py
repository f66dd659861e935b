"""The numbers that documents say, each under its name; and what readers outside the audit's team do not get."""

from dataclasses import dataclass

from maap.domain.disclosure import FEWEST_OTHERS, Audience
from maap.domain.documents import Figure, Text, safe, said, said_item
from maap.domain.facts import Facts, Found
from maap.domain.ladders import Tally
from maap.domain.sentences import counted

FEWEST_AGENCIES = FEWEST_OTHERS + 1
"""A reader's own agency, and enough others that none of them can be told."""
FEW = f"fewer than {FEWEST_OTHERS}"
_OF_NO_ONE_AGENCY = frozenset({"panel", "typed", "voice"})


@dataclass(frozen=True)
class Source:
    """Facts for an audience: asked for a number, it gives it under its name, or says that there are few."""

    facts: Facts
    audience: Audience

    @property
    def inside(self) -> bool:
        """Whether it is for the audit's own team."""
        return self.audience is Audience.INSIDE

    def of(self, name: str, counts: str, value: float) -> Figure:
        """A number under its name."""
        return Figure(name=name, counts=counts, said=f"{value:g}")

    def few(self, name: str, counts: str, value: int) -> Figure:
        """A number from which, while it is small, a case could be told: others read that it is small."""
        hidden = not self.inside and 0 < value < FEWEST_OTHERS
        return Figure(name=name, counts=counts, said=FEW if hidden else str(value))

    def shown(self, tally: Tally) -> bool:
        """Whether agencies' own grades of a domain may be shown."""
        return self.inside or self.facts.contributing.get(tally.key, 0) >= FEWEST_AGENCIES

    def findings(self, strength: bool) -> tuple[Found, ...]:
        """Findings that documents name: not those that rest on one agency's file alone, unless the panel took them up.

        What belongs to one agency goes back to that agency.
        """
        chosen = self.facts.strengths if strength else self.facts.areas
        return tuple(
            one for one in chosen if one.recommended or one.source in _OF_NO_ONE_AGENCY or len(one.agency_ids) > 1
        )

    @property
    def returns(self) -> dict[str, Figure]:
        """Cases, agencies and returns."""
        facts = self.facts
        return {
            "cases": self.of("cases.drawn", "Cases in the sample", len(facts.cases)),
            "agencies": self.of("agencies", "Agencies that were asked for returns", len(facts.returns)),
            "handed_in": self.of("returns.handed_in", "Returns that are in", facts.handed_in),
            "due": self.of("returns.due", "Returns asked for", facts.due),
        }

    @property
    def found(self) -> dict[str, Figure]:
        """How many findings there are."""
        return {
            "strengths": self.of("findings.strength", "Findings that are strengths", len(self.facts.strengths)),
            "areas": self.of("findings.area", "Findings that are areas for development", len(self.facts.areas)),
        }


def graded(source: Source, whose: str, row: Tally, better: str) -> Text:
    """How a domain was graded, in a sentence with its denominator. ``whose``: own or panel."""
    who = "Agencies' own grades" if whose == "own" else "The panel's grades"
    return said_item(
        f"{who}: {{better}} of {{graded}} {safe(better.lower())}.",
        better=source.of(f"grades.{whose}.{row.key}.better", f"{who}, {row.name}: {better.lower()}", row.better),
        graded=source.of(f"grades.{whose}.{row.key}.graded", f"{who}, {row.name}", row.graded),
    )


def lanes(source: Source) -> tuple[Text, Text]:
    """The two private lanes, as numbers only."""
    told = source.facts.counted
    issues = source.few("issues.raised", "Issues that belong to one agency", told.issues)
    concerns = source.few("concerns.raised", "Immediate concerns", told.concerns)
    one = said("Issues that belong to one agency and went back to that agency alone: {n}.", n=issues)
    if told.median_hours is None or concerns.said == FEW:
        return one, said("Immediate concerns for a child's or adult's safety: {n}.", n=concerns)
    hours = source.of("concerns.median_hours", "Hours until a concern was acknowledged, median", told.median_hours)
    longest = source.of(
        "concerns.longest_hours", "Hours until a concern was acknowledged, longest", told.longest_hours or 0
    )
    return one, said(
        "Immediate concerns for a child's or adult's safety: {n}. Half of them were acknowledged within {hours} hours, "
        "the longest took {longest} hours.",
        n=concerns,
        hours=hours,
        longest=longest,
    )


def rests_on(one: Found) -> Text:
    """A finding, with the number of cases and agencies behind it."""
    text = safe(one.text.strip())
    if not one.cases:
        return said_item(text)
    return said_item(
        text + " ({behind})",
        behind=Figure(
            name=f"finding.{one.finding_id}",
            counts="Cases and agencies behind this finding",
            said=_behind(one),
        ),
    )


def _behind(one: Found) -> str:
    """A finding that rests on what people said or on the panel's own words has no agency behind it."""
    cases = counted(one.cases, "case")
    return f"{cases}, {counted(one.agencies, 'agency', 'agencies')}" if one.agencies else cases
