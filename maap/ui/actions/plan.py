"""The plan of one audit on the screen: what comes next, how it stands, and each recommendation with its actions."""

from datetime import date

import streamlit as st

from maap.domain.actions import IS_DONE, Status
from maap.domain.learning import Polarity
from maap.domain.people import Permission
from maap.domain.recommendations import Kind
from maap.domain.tracing import Step
from maap.ui import frame
from maap.ui.actions import parts, recommending
from maap.ui.themes import trace
from maap.ui.words import count, on_badge
from maap.views.actions import Plan
from maap.views.recommendations import RecommendationLine


def head(page: Plan) -> None:
    """The audit's menu, the title, and the ways to what belongs to the plan."""
    at = page.head
    frame.audit_head(at, "Actions")
    with st.container(horizontal=True, key="plan-ways"):
        if at.may(Permission.READ_COMMENDATIONS):
            frame.link("actions/commendations", "Commendations", ":material/thumb_up:", audit=at.audit_id)
        for again in page.reaudits[:1]:
            label = "Before and after" if again.audit_id == at.audit_id else f"Before and after: {again.reference}"
            frame.link("actions/before_after", label, ":material/compare_arrows:", audit=again.audit_id)
        frame.link("actions/tracker", "Actions of all audits", ":material/checklist:")


def not_yet(page: Plan) -> bool:
    """Say that the plan is not shared yet, or that there is none; whether nothing more is to be drawn."""
    if not page.shared:
        st.info(
            "The plan is shared with agencies and managers once the report is being written.",
            icon=":material/hourglass_empty:",
        )
    elif not page.recommendations and not page.may_write:
        st.info(
            "This audit has no recommendations yet. They are written from its findings, from the panel on.",
            icon=":material/hourglass_empty:",
        )
    return not page.shared


def next_step(page: Plan) -> None:
    """The one thing that the plan waits for, in a sentence."""
    actions = page.actions
    without = [one for one in page.recommendations if not one.actions and one.kind is not Kind.COMMEND]
    waiting = sum(line.waiting for line in actions)
    overdue = sum(line.overdue for line in actions)
    if page.may_write and not page.recommendations:
        st.text("Begin with a recommendation: what should be different, and which findings say so.")
    elif page.may_write and without:
        numbers = ", ".join(str(one.number) for one in without)
        many = len(without) > 1
        has = "have" if many else "has"
        st.info(f"Next: recommendation{'s' if many else ''} {numbers} {has} no action yet.", icon=":material/flag:")
    elif waiting and page.head.may(Permission.CLOSE_ACTION):
        st.info(
            f"Next: {count(waiting, 'action waits', 'actions wait')} for another person to confirm.",
            icon=":material/flag:",
        )
    elif overdue:
        st.warning(f"{count(overdue, 'action is', 'actions are')} overdue.", icon=":material/schedule:")


def standing(page: Plan) -> None:
    """How many actions are where, as numbers."""
    actions = page.actions
    if not actions:
        return
    done = [line for line in actions if line.status in IS_DONE]
    helped = sum(line.status is Status.DONE_WITH_IMPACT for line in actions)
    with st.container(horizontal=True, key="figures"):
        st.metric("Actions done", f"{len(done)} of {len(actions)}", border=True)
        st.metric("Done, and it helped", str(helped), border=True)
        st.metric("Overdue", str(sum(line.overdue for line in actions)), border=True)
        st.metric("Done, something left to do", str(sum(line.still_open for line in done)), border=True)


def recommendations(page: Plan, today: date) -> None:
    """Each recommendation: its words, why, and what is done about it."""
    for line in page.recommendations:
        with st.container(border=True, key=f"cell-recommendation-{line.recommendation_id}"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.header(f"Recommendation {line.number}", anchor=False, width="content")
                recommending.kind_badge(line.kind)
            st.text(line.text)
            _why(line)
            _trace(page, line)
            for action in line.actions:
                parts.card(action, today)
            if not line.actions and not page.may_write:
                st.text("No action yet.")
            recommending.under(page, line, today)
    recommending.new_recommendation(page)


def _why(line: RecommendationLine) -> None:
    if not line.findings:
        return
    with st.expander(f"Why: {count(len(line.findings), 'finding')}"):
        for one in line.findings:
            st.badge(on_badge(one.polarity.label), color="blue" if one.polarity is Polarity.STRENGTH else "orange")
            st.text(one.text)


def _trace(page: Plan, line: RecommendationLine) -> None:
    """The way from answers to actions and back, for those who read findings."""
    if page.head.may(Permission.READ_FINDINGS):
        label = f"Trace recommendation {line.number}"
        trace.link(page.head.audit_id, Step.RECOMMENDATION, line.recommendation_id, label)
