"""The case as it hangs on the wall: every domain with the agreed grade and the agencies' own, large enough to read."""

import streamlit as st

from maap.domain.meeting import CaseMinutes
from maap.ui.meeting import decided
from maap.ui.panel import colour, label
from maap.ui.words import on_badge, plain
from maap.views.panel_case import PanelCase, PanelDomain


def draw(case: PanelCase, told: CaseMinutes) -> None:
    """The graded domains, the largest gap first, and beside them what is decided."""
    left, right = st.columns([3, 2], gap="medium")
    with left, st.container(key="meeting-wall"):
        for domain in case.graded:
            _domain(domain)
    with right:
        decided.draw(told)


def _domain(domain: PanelDomain) -> None:
    scale = domain.scale
    if scale is None:
        return
    agreed = domain.agreed.grade if domain.agreed else ""
    with st.container(border=True, key=f"cell-wall-{domain.key}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(domain.name)}**", width="content")
            words = f"Agreed: {label(scale, agreed)}" if agreed else "Not agreed yet"
            st.badge(on_badge(words), color=colour(scale, agreed) if agreed else "gray")  # type: ignore[arg-type]
        own = [(part.agency, label(scale, grade.level)) for part in domain.parts for grade in part.grades]
        st.text(" · ".join(f"{agency}: {words}" for agency, words in own))
