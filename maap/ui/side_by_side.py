"""One domain of a case with every agency's words side by side."""

import streamlit as st

from maap.domain.read_out import Part, Said
from maap.ui.panel import colour
from maap.ui.words import on_badge, plain
from maap.views.panel_case import PanelDomain

ACROSS = 3
"""Agencies side by side in a row: more, and their words are too narrow to read."""


def draw(domain: PanelDomain, across: int = ACROSS) -> None:
    """What each agency said: strengths first, evidence beneath, the agency's own grade on top."""
    speaking = [part for part in domain.parts if not part.empty]
    for start in range(0, len(speaking), across):
        for column, part in zip(st.columns(across), speaking[start : start + across], strict=False):
            with column, st.container(border=True, key=f"cell-{domain.key or 'none'}-{start}-{part.agency}"):
                _part(domain, part)
    silent = [part.agency for part in domain.parts if part.empty]
    if silent:
        st.caption(plain(f"Said nothing about this: {', '.join(silent)}."))


def _part(domain: PanelDomain, part: Part) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.subheader(plain(part.agency), anchor=False, width="content")
        for grade in part.grades:
            shade = colour(domain.scale, grade.level) if domain.scale else "gray"
            st.badge(on_badge(grade.answer), color=shade)  # type: ignore[arg-type]
    for grade in part.grades:
        _evidence("Why this grade:", grade.evidence)
    _told("What worked well", part.strengths, part.strength_themes)
    _told("What could have been better", part.areas, part.area_themes)
    if part.others and (part.strengths or part.areas or part.grades):
        with st.expander(f"Other answers ({len(part.others)})"):
            _answers(part.others)
    else:
        _answers(part.others)


def _told(title: str, said: tuple[Said, ...], themes: tuple[str, ...]) -> None:
    if not (said or themes):
        return
    st.markdown(f"**{title}**")
    for one in said:
        if len(said) > 1:
            st.caption(plain(one.question))
        st.text(one.answer)
        _evidence("What in the file shows this:", one.evidence)
    if themes:
        st.caption(plain(f"Themes: {', '.join(themes)}"))


def _evidence(label: str, evidence: str) -> None:
    if evidence:
        st.caption(label)
        st.text(evidence)


def _answers(said: tuple[Said, ...]) -> None:
    for one in said:
        st.caption(plain(one.question))
        st.text(one.answer)
        _evidence("What in the file shows this:", one.evidence)
