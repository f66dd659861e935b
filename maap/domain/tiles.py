"""The measures that a dashboard can show, as values: what each is called, what it means, and how it adds up."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """A measure on a dashboard. ``team``: for the audit's own team alone."""

    key: str
    name: str
    meaning: str
    adds_up: str
    team: bool = False


_ONE_AUDIT = "Adds up over agencies and over audits on the same scale."
TILES: tuple[Tile, ...] = (
    Tile(
        "grades",
        "How agencies grade their own practice",
        "Each graded question that an agency answered, by domain, best level first. “Not known” is in no percentage.",
        _ONE_AUDIT,
    ),
    Tile(
        "themes",
        "What works, and what to develop",
        "Returns that name a theme, as a strength and as an area for development.",
        "A return that names a theme in three domains is one return, so domains do not add up to the whole.",
    ),
    Tile(
        "findings",
        "What the audit found",
        "Findings that the audit’s team coded to a theme.",
        "A finding with two themes counts once for each, and once in all.",
    ),
    Tile(
        "returns",
        "Returns in against due",
        "A return is in once its agency hands it in or says that the case is not known to it. Late: past its due date.",
        "Adds up over agencies.",
    ),
    Tile(
        "agencies",
        "Domain by agency",
        "How often each agency graded itself in the better half of the scale, in each domain.",
        "Adds up over agencies and domains.",
    ),
    Tile("panel", "What the panel agreed", "One grade for each case and domain, agreed by the panel.", _ONE_AUDIT),
    Tile(
        "beside",
        "Agencies beside the panel",
        "The part of grades in the better half: what agencies gave themselves, and what the panel agreed.",
        "Two different counts: agencies grade their own part of a case, the panel the whole case.",
    ),
    Tile(
        "shift",
        "From the agencies’ grades to the panel’s",
        "Each agency’s grade beside the grade that the panel agreed for the same case and domain.",
        "Adds up over domains. A case with five agencies counts five times.",
        team=True,
    ),
    Tile(
        "lines",
        "Grades by line of enquiry",
        "Each graded question by itself, best level first.",
        "Questions of one domain add up to the domain.",
        team=True,
    ),
    Tile(
        "arrivals",
        "Returns against the timetable",
        "How many returns were due by each day, and how many had come.",
        "Each day holds all days before it.",
    ),
    Tile(
        "timely",
        "In time or late",
        "Returns that came in on or before their due date, and after it.",
        "Adds up over agencies.",
        team=True,
    ),
    Tile(
        "theme_domains",
        "Areas for development by domain",
        "Returns that name a theme as an area for development, in each domain.",
        "Domains do not add up: a return may name a theme in several.",
        team=True,
    ),
    Tile(
        "theme_agencies",
        "Areas for development by agency",
        "Returns of each agency that name a theme as an area for development.",
        "Adds up over agencies.",
        team=True,
    ),
    Tile(
        "pairs",
        "Themes that come together",
        "Returns that name both of two themes, whether as strengths or areas.",
        "A return with three themes counts for three pairs.",
        team=True,
    ),
    Tile(
        "both",
        "Strength and area in the same case",
        "Cases in which one agency names a theme as a strength and the same or another as an area for development.",
        "Each case counts once for a theme.",
        team=True,
    ),
    Tile(
        "sample",
        "The sample beside the population",
        "Cases drawn from each group, and cases that could have been drawn.",
        "Groups add up to the whole.",
        team=True,
    ),
    Tile(
        "concerns",
        "Immediate concerns",
        "Concerns that somebody recorded, and how many hours passed until they were acknowledged.",
        "Adds up over audits.",
        team=True,
    ),
    Tile(
        "issues",
        "Issues of single agencies",
        "How many issues went back to one agency alone. Whose and what they are stays with that agency.",
        "Adds up over audits.",
        team=True,
    ),
    Tile(
        "actions",
        "Actions",
        "Where the actions of this audit are, overdue ones first; done with and without a difference that was shown.",
        "Each action is in one group.",
    ),
)
BY_KEY = {tile.key: tile for tile in TILES}
STANDARD = ("grades", "themes", "returns", "agencies", "panel", "shift", "actions", "arrivals", "findings")
"""What a dashboard shows until somebody arranges it: is practice good and what works first, then who owes what."""


def offered(team: bool) -> tuple[Tile, ...]:
    """The tiles that a reader may choose from."""
    return tuple(tile for tile in TILES if team or not tile.team)


def arranged(keys: Iterable[str], team: bool) -> tuple[Tile, ...]:
    """The chosen tiles in their order, each once, without those that are not for this reader; else the standard."""
    known = {tile.key: tile for tile in offered(team)}
    kept = tuple(known[key] for key in dict.fromkeys(keys) if key in known)
    return kept or tuple(known[key] for key in STANDARD if key in known)
