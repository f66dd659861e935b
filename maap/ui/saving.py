"""Saving what was touched: durable before the page is drawn, and a refusal kept beside its question."""

import streamlit as st

from maap.domain.fieldwork import Overtaken
from maap.domain.identifiers import Identifiers, find, replaced
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.outside.words import lexicon
from maap.storage.db import NotSaved, work
from maap.ui import away, touches
from maap.ui.touches import Refused, Touch
from maap.usecases.answering import Given, MayIdentify, save_answer


def save_touched(actor: Actor, return_id: int) -> None:
    """Save every touch of this return, each as a deed of its own. What is refused waits beside its question."""
    for touch in touches.touched(return_id):
        try:
            with work() as session:
                reason = touches.reason_for(return_id, touch.question_id)
                save_answer(session, actor, return_id, Given(touch.question_id, touch.given, touch.seen, reason))
        except Problem as problem:
            touches.not_saved(return_id, _refused(actor, touch, problem))
        else:
            touches.saved(return_id, touch.question_id)


@st.fragment(run_every="10s")
def catch_up(return_id: int) -> None:
    """Every few seconds the browser says what its boxes hold, so that words typed while the connection was broken
    are saved without anybody touching them again; so is what the database could not take before. While it does not
    answer, the page stays as it is."""
    if not (touches.any_noted(return_id) or touches.waiting(return_id)) or not away.answers():
        return
    touches.try_again(return_id)
    if touches.any_noted(return_id):
        st.rerun()


def _refused(actor: Actor, touch: Touch, problem: Problem) -> Refused:
    if isinstance(problem, Identifiers | MayIdentify):
        words = touch.given if isinstance(touch.given, str) else None
        offered = replaced(words, find(words, lexicon(), actor.today)) if words is not None else None
        return Refused(touch, str(problem), replacement=offered, may_be_kept=isinstance(problem, MayIdentify))
    is_down = isinstance(problem, NotSaved)
    return Refused(touch, str(problem), overtaken=isinstance(problem, Overtaken), again=is_down)
