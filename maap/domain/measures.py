"""What is counted in an audit, by the name under which a closed audit keeps it."""

from enum import StrEnum


class Measure(StrEnum):
    """A count.

    ``CASES``: drawn cases. ``RETURNS``: returns by agency and state. ``GRADES``: grades that agencies gave, by agency,
    domain and level. ``PANEL``: grades that the panel agreed, by domain and level. ``THEMES``: returns that name a
    theme, by agency, theme and polarity, in all (domain empty) and in each domain; theme empty: returns that name any.
    ``FINDINGS``: findings that the audit's team coded to a theme, by theme and polarity, in the same way.
    """

    CASES = "cases"
    RETURNS = "returns"
    GRADES = "grades"
    PANEL = "panel grades"
    THEMES = "themes"
    FINDINGS = "themes of findings"
