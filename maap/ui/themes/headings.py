"""The findings of a list under headings: by kind, by part of practice, or by the line of enquiry that they answer."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from maap.domain.learning import Polarity
from maap.ui.words import count
from maap.views.findings import FindingRow, Findings

_KIND, _DOMAIN, _LINE = "Strength or area", "Part of practice", "Line of enquiry"
_BY = "findings/by"


@dataclass(frozen=True)
class Group:
    """A heading. ``said``: how many findings of each kind stand under it, on whichever page of the list."""

    name: str
    said: str = ""


def grouped(page: Findings) -> list[tuple[Group, FindingRow]]:
    """Every finding that fits with its heading, in the chosen order; strengths first under each."""
    by = st.segmented_control("In the order of", _ways(page), default=_KIND, required=True, key=_BY) or _KIND
    if by == _DOMAIN:
        return _by(page.rows, page.choices.domains, {row.finding_id: row.domain_name for row in page.rows}, by)
    if by == _LINE:
        return _by(page.rows, page.choices.lines, {row.finding_id: row.line for row in page.rows}, by)
    kinds = {Polarity.STRENGTH: Group("Strengths"), Polarity.AREA: Group("Areas for development")}
    return [(kinds[row.polarity], row) for row in page.rows]


def _ways(page: Findings) -> list[str]:
    """A way to order the list, if this audit has such things at all."""
    return [_KIND, *([_DOMAIN] if page.choices.domains else []), *([_LINE] if page.choices.lines else [])]


def _by(
    rows: tuple[FindingRow, ...], names: Mapping[str, str], of: Mapping[int, str], what: str
) -> list[tuple[Group, FindingRow]]:
    found: list[tuple[Group, FindingRow]] = []
    for name in (*dict.fromkeys(names.values()), ""):
        under = [row for row in rows if of[row.finding_id] == name]
        group = Group(name or f"No {what.lower()}", _said(under))
        found += [(group, row) for row in under]
    return found


def _said(rows: list[FindingRow]) -> str:
    strengths = sum(row.polarity is Polarity.STRENGTH for row in rows)
    return f"{count(strengths, 'strength')}, {count(len(rows) - strengths, 'area')} for development"
