"""Writing the plan: recommendations and the actions under them, each in a form that is opened where it belongs."""

from datetime import date
from textwrap import shorten

import streamlit as st

from maap.domain.people import Actor
from maap.domain.recommendations import IN_WORDS, LONGEST_TEXT, MEANING, Kind, NewRecommendation
from maap.storage.db import work
from maap.ui import frame, opened
from maap.ui.actions import fields
from maap.ui.words import on_badge
from maap.usecases.actions import add_action
from maap.usecases.recommendations import change_recommendation, recommend, remove_recommendation
from maap.views.actions import Offered, Plan
from maap.views.recommendations import RecommendationLine

NEW = "new"


def handle(actor: Actor, audit_id: int) -> None:
    """Every deed of the page."""
    opened.given_up()
    if (target := frame.pressed_one("save-recommendation")) is not None:
        _save(actor, audit_id, target)
    if (target := frame.pressed_one("remove-recommendation")) is not None:
        with frame.refusals(end=False):
            with work() as session:
                remove_recommendation(session, actor, audit_id, int(target))
            frame.done("The recommendation is taken out.")
    if (target := frame.pressed_one("save-action")) is not None:
        form = _action_form(int(target))
        with opened.saving(form, "The action is in the plan."), work() as session:
            add_action(session, actor, audit_id, fields.given(form, int(target)))


def _save(actor: Actor, audit_id: int, target: str) -> None:
    form, held = _form(target), opened.typed(_form(target))
    given = NewRecommendation(
        kind=held.get("kind") or Kind.PRACTICE_CHANGE,
        text=str(held.get("text") or ""),
        finding_ids=tuple(held.get("findings") or ()),
        kept_because=str(held.get("kept_because") or ""),
    )
    with opened.saving(form, "The recommendation is saved."), work() as session:
        if target == NEW:
            recommend(session, actor, audit_id, given)
        else:
            change_recommendation(session, actor, audit_id, int(target), given, opened.seen(form))


def _form(target: str) -> str:
    return f"recommendation-form/{target}"


def _action_form(recommendation_id: int) -> str:
    return f"action-form/{recommendation_id}"


def new_recommendation(page: Plan) -> None:
    """The way to write one; with none yet, its form stands open."""
    if not page.may_write:
        return
    form = _form(NEW)
    if frame.pressed("new-recommendation") or (not page.recommendations and not opened.is_open(form)):
        opened.open_with(form, {"kind": Kind.PRACTICE_CHANGE, "text": "", "findings": []})
    if opened.is_open(form):
        with st.container(border=True, key="cell-new-recommendation"):
            st.header("Write a recommendation", anchor=False)
            _fields(form, NEW, page.offered, bool(page.recommendations))
    else:
        st.button("Write another recommendation", key="new-recommendation", icon=":material/add:")


def under(page: Plan, line: RecommendationLine, today: date) -> None:
    """What may be done with a recommendation: add an action, change it, take it out while it has none."""
    if not page.may_write:
        return
    target = str(line.recommendation_id)
    form, action_form = _form(target), _action_form(line.recommendation_id)
    if frame.pressed(f"change-recommendation/{target}"):
        found = [one.finding_id for one in line.findings]
        opened.open_with(form, {"kind": line.kind, "text": line.text, "findings": found}, line.revision)
    if frame.pressed(f"add-action/{target}"):
        opened.open_with(action_form, {"text": "", "owner_role": "", "measure": ""})
    if opened.is_open(form):
        _fields(form, target, page.offered, True, line.revision)
    elif opened.is_open(action_form):
        st.subheader("A new action", anchor=False)
        fields.draw(action_form, line.recommendation_id, page.offered, today)
        opened.buttons(action_form, f"save-action/{target}", "Put it into the plan")
    else:
        _buttons(line, target)


def _buttons(line: RecommendationLine, target: str) -> None:
    with st.container(horizontal=True):
        look = "secondary" if line.actions or line.kind is Kind.COMMEND else "primary"
        st.button("Add an action", key=f"add-action/{target}", icon=":material/add:", type=look)  # type: ignore[arg-type]
        st.button("Change the recommendation", key=f"change-recommendation/{target}", type="tertiary")
        if not line.actions:
            st.button("Take it out", key=f"remove-recommendation/{target}", type="tertiary")


def _fields(form: str, target: str, offered: Offered, cancel: bool, revision: int = 0) -> None:
    st.radio(
        "What does it ask for?",
        list(IN_WORDS),
        format_func=lambda kind: IN_WORDS[kind],
        captions=[MEANING[kind] for kind in IN_WORDS],
        key=f"{form}/kind",
        persist_state="session",
    )
    words = {
        one.finding_id: f"{one.polarity.label}: {shorten(one.text, 90, placeholder='…')}" for one in offered.findings
    }
    if words:
        st.multiselect(
            "Findings it follows from, strengths first",
            list(words),
            format_func=lambda found: words.get(found, "A finding that no longer stands"),
            key=f"{form}/findings",
            placeholder="Choose one or more findings",
            persist_state="session",
        )
    else:
        st.text("This audit has no findings yet. You can write the recommendation now and link findings later.")
    st.text_area(
        "What do you recommend?",
        key=f"{form}/text",
        max_chars=LONGEST_TEXT,
        height=110,
        placeholder="For example: Agencies agree one way to record who is at home.",
        help="What should be different. Who does what by when belongs into its actions.",
        persist_state="session",
    )
    opened.refused(form, revision)
    opened.buttons(form, f"save-recommendation/{target}", "Save the recommendation", cancel)


def kind_badge(kind: Kind) -> None:
    """What a recommendation asks for, in words."""
    st.badge(on_badge(IN_WORDS[kind]), color="green" if kind is Kind.COMMEND else "gray")
