"""When a part is asked: a condition put together from earlier answers, with the expression shown beside it."""

from dataclasses import replace
from typing import Any

import streamlit as st

from maap.domain.conditions import (
    OFFERED,
    WITHOUT_VALUE,
    Condition,
    Test,
    comparison_words,
    read,
    said_test,
    written,
)
from maap.domain.designing import Part, line_of, replaced
from maap.domain.operands import Operand, operands
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.questionnaire import Questionnaire
from maap.ui import frame
from maap.ui.designer import deeds
from maap.ui.designer.fields import Pen
from maap.views.questionnaires import Design

JOINS = {"and": "All of these must be so", "or": "One of these is enough"}


def handle(actor: Actor, version_id: int) -> None:
    """Add a comparison, take one out, or join them in the other way."""
    if (part := frame.pressed_one("when-add")) is not None:
        typed = frame.fields(f"when/{part}")
        if deeds.change(actor, version_id, lambda page, part: (_with(page, part, typed), part), part):
            st.session_state[f"when/{part}/name"] = None
    if (rest := frame.pressed_one("when-remove")) is not None:
        part, _, at = rest.rpartition("/")
        deeds.change(actor, version_id, lambda page, part: (_without(page, part, int(at)), part), part)
    for key, value in st.session_state.to_dict().items():
        name, _, rest = str(key).partition("/")
        part, _, stored = rest.partition("/")
        if name == "when-join" and value in JOINS and value != stored:
            deeds.change(actor, version_id, lambda page, part, join=value: (_joined(page, part, join), part), part)  # type: ignore[misc]


def _condition(page: Design, part: str) -> Condition:
    found = read(line_of(page.form, part).part.relevant)
    if found is None:
        raise Problem("This condition says more than the list can show. Change its expression instead.")
    return found


def _with(page: Design, part: str, typed: dict[str, Any]) -> Questionnaire:
    name = typed.get("name")
    known = operands(page.form, part)
    if name not in known:
        raise Problem("Choose the earlier question first.")
    comparison = str(typed.get(f"comparison/{name}") or OFFERED[known[name].shape][0])
    value = "" if comparison in WITHOUT_VALUE else typed.get(f"value/{name}")
    if value is None:
        raise Problem("Choose the answer to compare with.")
    condition = _condition(page, part)
    told = Test(str(name), comparison, str(value.isoformat() if hasattr(value, "isoformat") else value))
    return _kept(page, part, replace(condition, tests=(*condition.tests, told)))


def _without(page: Design, part: str, at: int) -> Questionnaire:
    condition = _condition(page, part)
    return _kept(page, part, replace(condition, tests=condition.tests[:at] + condition.tests[at + 1 :]))


def _joined(page: Design, part: str, join: str) -> Questionnaire:
    return _kept(page, part, replace(_condition(page, part), joined="or" if join == "or" else "and"))


def _kept(page: Design, part: str, condition: Condition) -> Questionnaire:
    found = line_of(page.form, part).part
    text = written(condition, operands(page.form, part))
    return replaced(page.form, part, found.model_copy(update={"relevant": text}))


def draw(page: Design, pen: Pen, part: Part) -> None:
    """The condition of a part, and the means to change it."""
    condition = read(part.relevant)
    known = operands(page.form, part.id)
    with st.container(border=True):
        st.markdown("**When is it asked?**")
        if condition is None:
            st.text("Under a condition that is written as an expression:")
        elif not condition.tests:
            st.text("Always.")
        else:
            _tests(page, part, condition)
        if condition is not None:
            if known:
                _builder(part, known)
            else:
                st.caption("Nothing is asked before it, so it cannot depend on an earlier answer.")
        pen.line("relevant", "Expression", "What is above, as XLSForm writes it. You can change it here.", 4000)


def _tests(page: Design, part: Part, condition: Condition) -> None:
    for at, test in enumerate(condition.tests):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(said_test(test, page.form))
            st.button("Take out", key=f"when-remove/{part.id}/{at}", icon=":material/close:", type="tertiary")
    if len(condition.tests) > 1:
        key = f"when-join/{part.id}/{condition.joined}"
        st.session_state.setdefault(key, condition.joined)
        st.radio(
            "How they go together",
            list(JOINS),
            format_func=JOINS.__getitem__,
            key=key,
            horizontal=True,
            label_visibility="collapsed",
        )


def _builder(part: Part, known: dict[str, Operand]) -> None:
    prefix = f"when/{part.id}"
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.selectbox(
            "Only when this earlier answer",
            list(reversed(known)),
            index=None,
            format_func=lambda one: known[one].label if one in known else one,
            placeholder="Choose a question",
            key=f"{prefix}/name",
        )
        operand = known.get(str(name))
        if operand is None:
            return
        comparison = st.selectbox(
            "is",
            OFFERED[operand.shape],
            format_func=lambda one: comparison_words(one, operand.shape),
            key=f"{prefix}/comparison/{name}",
            width=190,
        )
        if comparison not in WITHOUT_VALUE:
            _value(operand, f"{prefix}/value/{name}")
        st.button("Add", key=f"when-add/{part.id}", icon=":material/add:")


def _value(operand: Operand, key: str) -> None:
    if operand.answers:
        st.selectbox(
            "this",
            list(operand.answers),
            index=None,
            format_func=lambda one: operand.answers.get(one, one),
            placeholder="Choose an answer",
            key=key,
        )
    elif operand.shape == "date":
        st.date_input("this day", value=None, format="DD/MM/YYYY", key=key)
    else:
        st.text_input("this", key=key, max_chars=200)
