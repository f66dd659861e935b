"""Writing down what somebody said, for a person who was asked face to face or on the telephone."""

import streamlit as st

from maap.domain.giving import MayIdentify
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.voice import Kind, NewVoice, NotTaken, Said
from maap.storage.db import work
from maap.ui import frame
from maap.ui.voice.asking import which_case, whose_agency
from maap.ui.words import plain
from maap.usecases.voice import enter_voice
from maap.views.voice import VoicePage

_FIELDS, _KIND = "voice-written", "voice-kind"
_ABOUT = ("case", "agency", "quote", "kept_because", "refusal")


def handle(actor: Actor, audit_id: int) -> None:
    """Keep what was said, or say beside the fields why it is not kept."""
    if not frame.pressed("write-voice"):
        return
    typed = frame.fields(_FIELDS)
    answers = {name: str(words or "") for name, words in typed.items() if name not in _ABOUT}
    new = NewVoice(
        case_id=int(typed.get("case") or 0),
        kind=st.session_state.get(_KIND) or Kind.PRACTITIONER,
        agency_id=int(typed.get("agency") or 0) or None,
        said=Said(answers=answers, may_quote=bool(typed.get("quote"))),
        kept_because=str(typed.get("kept_because") or ""),
    )
    try:
        with work() as session:
            enter_voice(session, actor, audit_id, new)
    except Problem as problem:
        st.session_state[f"{_FIELDS}/refusal"] = problem
    else:
        for name in typed:
            del st.session_state[f"{_FIELDS}/{name}"]
        frame.done("The view is kept. The panel reads it beside the returns.")


def draw(page: VoicePage) -> None:
    """The questions of one form, to write the answers beneath."""
    if not page.may_ask:
        st.info("Views are written down in fieldwork and while the panel reads.", icon=":material/hourglass_empty:")
        return
    kind = st.radio("Whose view is it?", list(Kind), format_func=lambda one: one.label, key=_KIND, horizontal=True)
    form, _ = page.forms[kind or Kind.PRACTITIONER]
    refusal: Problem | None = st.session_state.get(f"{_FIELDS}/refusal")
    wrong = refusal.problems if isinstance(refusal, NotTaken) else {}
    with st.form("voice-written-form"):
        with st.container(horizontal=True):
            which_case(page, _FIELDS)
            whose_agency(page, _FIELDS)
        for question in form.questions:
            key = f"{_FIELDS}/{question.id}"
            if question.options:
                st.radio(plain(question.label), list(question.options), index=None, key=key, horizontal=True)
            else:
                st.text_area(plain(question.label), key=key, height=90, help=plain(question.hint) or None)
            if question.id in wrong:
                st.error(plain(wrong[question.id]), icon=":material/error:")
        st.checkbox("Their words may be quoted in the report", key=f"{_FIELDS}/quote")
        if refusal is not None and not wrong:
            st.error(plain(f"Not kept yet. {refusal}"), icon=":material/error:")
        if isinstance(refusal, MayIdentify):
            st.text_input("Keep the words, because", key=f"{_FIELDS}/kept_because")
        st.form_submit_button("Keep this view", key="write-voice", type="primary")
