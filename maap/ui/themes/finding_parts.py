"""What pages about findings share: the finding in the address, how one is drawn, and its themes."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from maap.domain.learning import Polarity
from maap.domain.people import Permission
from maap.ui import frame
from maap.ui.words import count, on_badge, plain
from maap.views.findings import Coded, FindingRow
from maap.views.heads import Head

SOURCES = {
    "answer": "From an answer",
    "panel": "From the panel",
    "voice": "From practitioners or families",
    "typed": "Written by the team",
}


def in_address(name: str) -> int | None:
    """An id in the address, if there is one."""
    given = st.query_params.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) <= 9 else None


def polarity(one: Polarity) -> None:
    """Strength or area for development, in words and with a mark."""
    strong = one is Polarity.STRENGTH
    icon = ":material/thumb_up:" if strong else ":material/trending_up:"
    st.badge(one.label, icon=icon, color="green" if strong else "orange")


def about(row: FindingRow) -> str:
    """What a finding rests on, in one line."""
    parts = [row.domain_name] if row.domain_name else []
    parts += [", ".join(row.cases)] if row.cases else []
    parts += [", ".join(row.agencies)] if row.agencies else []
    parts += [SOURCES.get(row.source, "")]
    return " · ".join(part for part in parts if part)


def themes(coded: Sequence[Coded]) -> None:
    """Its themes; those that only an agency's auditor chose are said to wait."""
    if not coded:
        st.caption("No theme yet")
        return
    with st.container(horizontal=True):
        for one in coded:
            if one.confirmed:
                st.badge(on_badge(one.theme), icon=":material/sell:", color="blue")
            else:
                st.badge(on_badge(f"{one.theme} (the agency’s, not confirmed)"), icon=":material/sell:", color="gray")


def told(row: FindingRow) -> None:
    """A finding in its own words."""
    with st.container(horizontal=True, vertical_alignment="center"):
        polarity(row.polarity)
        st.caption(plain(about(row)))
    st.text(row.text)


def how_many(n: int) -> str:
    """1 finding, 2 findings."""
    return count(n, "finding")


def choice(label: str, names: Mapping[Any, str], key: str, nothing: str = "None in particular") -> None:
    """A list from which one thing may be chosen, or nothing; no list when there is nothing to choose from."""
    if st.session_state.get(key) not in names:
        st.session_state[key] = None  # it was chosen where other things are offered
    if names:
        st.selectbox(
            label,
            list(names),
            index=None,
            format_func=lambda one: names.get(one, ""),
            key=key,
            placeholder=nothing,
            persist_state="session",
        )


def from_case(at: Head, case_id: int) -> None:
    """The way from a case to the words in its answers that become findings."""
    if at.may(Permission.CODE_FINDINGS):
        label = "Make findings of these answers"
        frame.link("themes/passages", label, ":material/format_quote:", audit=at.audit_id, case=case_id)
