"""What the meeting has decided about a case, as its minutes will say it: live on every member's screen."""

import streamlit as st

from maap.domain.meeting import CaseMinutes, GradeAgreed
from maap.ui.words import count, day, plain


def draw(told: CaseMinutes) -> None:
    """Every decision about one case, the grades first."""
    with st.container(border=True, key="meeting-decided"):
        st.subheader("Decided in this meeting", anchor=False)
        if not (told.decided or told.note or told.issues or told.concerns):
            st.text("Nothing yet.")
        for grade in told.grades:
            _grade(grade)
        for finding in told.findings:
            at = f" · {finding.domain}" if finding.domain else ""
            _line(f"{finding.polarity}{at}", finding.text)
            if finding.themes:
                st.caption(plain("Themes: " + ", ".join(finding.themes)))
        for one in told.recommendations:
            _line(f"Recommendation {one.number} · {one.kind}", one.text)
        for action in told.actions:
            _line(f"Action {action.number} · {action.lead_agency}", action.text)
            st.caption(plain(f"{action.owner_role}, by {day(action.due)}"))
        _counted(told)
        if told.note:
            _line("Note", told.note)


def _grade(grade: GradeAgreed) -> None:
    st.markdown(f"**{plain(grade.domain)}: {plain(grade.grade)}**")
    if grade.reason:
        st.text(grade.reason)
    if grade.dissent:
        st.caption(plain(f"{grade.how}. Seen differently:"))
        st.text(grade.dissent)


def _line(title: str, words: str) -> None:
    st.markdown(f"**{plain(title)}**")
    st.text(words)


def _counted(told: CaseMinutes) -> None:
    """Private lanes are counted here, never told."""
    if told.issues:
        st.text(f"{count(told.issues, 'issue')} of one agency raised with that agency alone.")
    if told.concerns:
        st.text(f"{count(told.concerns, 'immediate concern')} recorded.")
