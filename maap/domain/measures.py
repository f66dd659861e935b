"""What is counted in an audit, by the name under which a closed audit keeps it."""

from enum import StrEnum


class Measure(StrEnum):
    """A count.

    ``CASES``: drawn cases. ``RETURNS``: returns by agency and state. ``GRADES``: grades that agencies gave, by agency,
    domain and level. ``PANEL``: grades that the panel agreed, by domain and level. ``THEMES``: returns that name a
    theme, by agency, theme and polarity, in all (domain empty) and in each domain; theme empty: returns that name any.
    ``FINDINGS``: findings that the audit's team coded to a theme, by theme and polarity, in the same way.
    ``LINES``: grades by agency, level and question (in ``domain``). ``SHIFT``: an agency's grade beside the level that
    the panel agreed for the same case and domain (in ``polarity``). ``PAIRS``: returns that name two themes, the
    second's id in ``grade``. ``BOTH``: cases in which a theme is a strength, an area, or both. ``TIMELY``: returns that
    came in time or late, by agency. ``ARRIVALS``: returns by the day on which they were due, and on which they came.
    ``CASE_DOMAINS``: cases in which anything is named in a domain, by polarity. ``CASE_KINDS``: cases that agencies of
    a kind (in ``grade``) answered, and those in which they name anything, by polarity: for each agency, and together.
    """

    CASES = "cases"
    RETURNS = "returns"
    GRADES = "grades"
    PANEL = "panel grades"
    THEMES = "themes"
    FINDINGS = "themes of findings"
    LINES = "lines of enquiry"
    SHIFT = "shift to the panel"
    PAIRS = "pairs of themes"
    BOTH = "both in a case"
    TIMELY = "timeliness"
    ARRIVALS = "arrivals"
    CASE_DOMAINS = "cases by domain"
    CASE_KINDS = "cases by kind of agency"


IN_TIME, TOO_LATE = "in time", "late"
"""How a return came in, against its due date."""
