"""Choosing a passage: sentences of an answer become a finding that quotes them word for word."""

from textwrap import shorten

import streamlit as st

from maap.domain.learning import LONGEST_FINDING, NewFinding, Polarity
from maap.domain.passages import passage, sentences
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.tracing import Step
from maap.storage.db import work
from maap.ui import frame, opened
from maap.ui.themes import finding_parts as parts
from maap.ui.themes import trace
from maap.ui.words import count, plain
from maap.usecases.findings import make_finding
from maap.views.passages import Passages, Readable

_OPEN = "passages/open"


def wanted() -> tuple[int | None, int | None]:
    """The case and the agency that are chosen; the case may stand in the address."""
    held = st.session_state
    case = held["passages/case"] if "passages/case" in held else parts.in_address("case")
    return case, held.get("passages/agency")


def handle(actor: Actor, audit_id: int) -> None:
    """Open an answer, or make a finding of the chosen sentences."""
    opened.given_up()
    if (target := frame.pressed_one("open-answer")) is not None:
        answer: Readable | None = st.session_state.get(_OPEN, {}).get(target)
        if answer is not None:
            polarity = Polarity(answer.polarity) if answer.polarity else Polarity.AREA
            opened.open_with(_form(answer), {"polarity": polarity, "sentences": [], "text": "", "domain": None})
    if (target := frame.pressed_one("save-passage")) is not None:
        answer = st.session_state.get(_OPEN, {}).get(target)
        if answer is not None:
            with opened.saving(_form(answer), "The finding is saved."), work() as session:
                make_finding(session, actor, audit_id, _given(answer))


def _given(answer: Readable) -> NewFinding:
    held = opened.typed(_form(answer))
    quoted = passage(answer.text, held.get("sentences") or [])
    if answer.voice_id and not quoted:
        raise Problem("Choose the words that show it, then save the finding.")
    return NewFinding(
        polarity=held.get("polarity") or Polarity.AREA,
        text=str(held.get("text") or "").strip() or quoted[:LONGEST_FINDING],
        domain=answer.domain or held.get("domain") or "",
        source="voice" if answer.voice_id else "answer",
        answer_id=answer.answer_id,
        voice_id=answer.voice_id,
        passage=quoted,
        kept_because=str(held.get("kept_because") or ""),
    )


def _form(answer: Readable) -> str:
    return f"passage-form-{answer.key}"


def choosing(page: Passages) -> None:
    """Which case, and whose answers."""
    if st.session_state.get("passages/case") not in page.choices.cases:
        st.session_state["passages/case"] = page.case_id
    with st.container(horizontal=True):
        names = page.choices.cases
        st.selectbox("Case", list(names), format_func=lambda one: names.get(one, ""), key="passages/case")
        parts.choice("Agency", page.choices.agencies, "passages/agency", "All agencies")


def answers(page: Passages) -> None:
    """Every answer in words and every view that was given, each to be opened."""
    st.session_state[_OPEN] = {one.key: one for one in (*page.answers, *page.views)}
    if not page.answers:
        st.info("No agency has written anything about this case.", icon=":material/hourglass_empty:")
    for place, one in enumerate(page.answers):
        if place == 0 or one.question != page.answers[place - 1].question:
            st.header(plain(one.question), anchor=False)
        with st.container(border=True, key=f"cell-answer-{one.key}"):
            st.markdown(f"**{plain(one.whose)}**")
            st.text(one.text)
            _beneath(page, one)
    if page.views:
        _views(page)


def _views(page: Passages) -> None:
    st.header("What practitioners and families said", anchor=False)
    for one in page.views:
        with st.container(border=True, key=f"cell-answer-{one.key}"):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f":material/record_voice_over: **{plain(one.whose)}**", width="content")
                if not one.may_quote:
                    st.badge("Not to be quoted", color="orange")
            st.caption(plain(one.question))
            st.text(one.text)
            _beneath(page, one)


def _beneath(page: Passages, one: Readable) -> None:
    if one.findings:
        what = "this view" if one.voice_id else "this answer"
        rests = f"{count(one.findings, 'finding rests', 'findings rest')} on {what}: trace it"
        step, key = (Step.VOICE, one.voice_id) if one.voice_id else (Step.ANSWER, one.answer_id)
        trace.link(page.head.audit_id, step, key or 0, rests)
    if not page.may_code:
        return
    if opened.is_open(_form(one)):
        _choosing_words(page, one)
    else:
        label = f"Choose words of {one.whose}, answer {one.key}"
        st.button("Choose words", key=f"open-answer/{one.key}", icon=":material/format_quote:", help=plain(label))


def _choosing_words(page: Passages, one: Readable) -> None:
    form, told = _form(one), sentences(one.text)
    short = {number: shorten(text, 140, placeholder="…") for number, text in enumerate(told)}
    st.pills(
        "Choose the first and the last sentence; all between them comes along",
        list(short),
        format_func=lambda number: plain(short.get(number, "")),
        selection_mode="multi",
        key=f"{form}/sentences",
    )
    chosen = passage(one.text, st.session_state.get(f"{form}/sentences") or [])
    if chosen:
        st.caption("Quoted, word for word:" if one.may_quote else "Kept beside the finding, for the audit’s team only:")
        st.text(f"“{chosen}”")
    st.radio(
        "What is it?", list(Polarity), format_func=lambda kind: kind.label, key=f"{form}/polarity", horizontal=True
    )
    if one.voice_id:
        parts.choice("Part of practice", page.choices.domains, f"{form}/domain")
    st.text_area(
        "The finding in your own words (empty: the quoted words)" if one.may_quote else "The finding in your own words",
        key=f"{form}/text",
        max_chars=LONGEST_FINDING,
        height=80,
        persist_state="session",
    )
    opened.refused(form)
    opened.buttons(form, f"save-passage/{one.key}", "Save as a finding")
