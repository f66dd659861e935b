"""What an auditor writes about a part of practice: a sentence, and the theme it is coded to."""

from collections.abc import Mapping
from typing import NamedTuple


class Finding(NamedTuple):
    """One sentence about practice. ``agencies``: the only ones that could have written it; empty for any."""

    text: str
    theme: str
    agencies: tuple[str, ...] = ()


Findings = Mapping[str, tuple[Finding, ...]]
"""By domain."""

HEALTH = ("acute_hospital", "midwifery", "health_visiting", "gp", "camhs")
SETTINGS = ("schools_colleges", "early_years")


def fitting(findings: Findings, domain: str, agency: str) -> list[Finding]:
    """What this agency could have written about the domain, its own sentences first."""
    there = findings.get(domain, ())
    own = [one for one in there if agency in one.agencies]
    return own + [one for one in there if not one.agencies]
