"""Notes beside a question: what was said, a box to reply, and a quiet way to begin."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from maap.domain.giving import MayIdentify
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.domain.questionnaire import Question
from maap.domain.remarks import Side, Standing, standing
from maap.storage.db import work
from maap.ui import frame
from maap.ui.words import count, moment, plain
from maap.usecases.notes import close_notes, note
from maap.views.remarks import Remark, side_of
from maap.views.returns import Sheet

_BEGUN, _REFUSED = "notes/begun", "notes/refused"


def _key(part: str, return_id: int, question_id: str) -> str:
    return f"note-{part}/{return_id}/{question_id}"


def save_said(actor: Actor, return_id: int) -> None:
    """Do what somebody pressed beside a question: begin, send, close. What is refused stays in its box."""
    refused: dict[str, tuple[str, bool]] = st.session_state.setdefault(_REFUSED, {})
    begin, send, close = (f"note-{part}/{return_id}" for part in ("begin", "send", "close"))
    pressed = frame.pressed_in(begin, send, close)
    if begun := pressed.get(begin):
        st.session_state[_BEGUN] = _key("begin", return_id, begun)
    if (question_id := pressed.get(send)) is not None:
        box = _key("text", return_id, question_id)
        typed = str(st.session_state.get(box, ""))
        because = str(st.session_state.get(_key("because", return_id, question_id)) or "")
        try:
            with work() as session:
                note(session, actor, return_id, question_id, typed, because)
        except Problem as problem:
            refused[box] = (str(problem), isinstance(problem, MayIdentify))
        else:
            refused.pop(box, None)
            st.session_state[box] = ""
            st.session_state.pop(_BEGUN, None)
            frame.done("Your note is sent.")
    if (question_id := pressed.get(close)) is not None:
        with frame.refusals(end=False), work() as session:
            close_notes(session, actor, return_id, question_id)


@dataclass(frozen=True)
class Beside:
    """What this browser holds of notes: the one that was begun, and those not sent, by the keys of their boxes."""

    return_id: int
    begun: str
    refused: Mapping[str, tuple[str, bool]]

    def of(self, question_id: str) -> tuple[bool, tuple[str, bool] | None]:
        """Whether one was begun beside a question, and why it was not sent."""
        box, begun = (_key(part, self.return_id, question_id) for part in ("text", "begin"))
        return self.begun == begun, self.refused.get(box)


def beside(return_id: int) -> Beside:
    """What is held of notes on a return."""
    return Beside(return_id, st.session_state.get(_BEGUN, ""), dict(st.session_state.get(_REFUSED, {})))


def begin(sheet: Sheet, question: Question) -> None:
    """A quiet way to begin, where nothing is open."""
    if sheet.may_discuss and not _said(sheet, question) and not _begun(sheet, question):
        whom = Side.TEAM if side_of(sheet.place) is Side.AGENCY else Side.AGENCY
        key = _key("begin", sheet.return_id, question.id)
        st.button(f"Ask the {whom}", key=key, icon=":material/chat_bubble:", type="tertiary")


def thread(sheet: Sheet, question: Question) -> None:
    """What was said about a question, and a box to say more."""
    said = _said(sheet, question)
    over = [remark for remark in sheet.remarks.get(question.id, ()) if not remark.still_open]
    if said or _begun(sheet, question):
        with st.container(border=True, key=f"row-notes-{question.id}"):
            _thread(sheet, question, said)
    if over:
        with st.expander(count(len(over), "closed note")):
            _told(over)


def _said(sheet: Sheet, question: Question) -> list[Remark]:
    return [remark for remark in sheet.remarks.get(question.id, ()) if remark.still_open]


def _begun(sheet: Sheet, question: Question) -> bool:
    return bool(st.session_state.get(_BEGUN) == _key("begin", sheet.return_id, question.id))


def _thread(sheet: Sheet, question: Question, said: list[Remark]) -> None:
    if said:
        waits = standing([remark.by for remark in said])
        icon = ":material/mark_chat_read:" if waits is Standing.ANSWERED else ":material/mark_chat_unread:"
        st.markdown(f"{icon} **Note, {waits}**")
    _told(said)
    if not sheet.may_discuss:
        return
    box = _key("text", sheet.return_id, question.id)
    sentence, may_be_kept = st.session_state.get(_REFUSED, {}).get(box, ("", False))
    with st.form(f"note-form/{sheet.return_id}/{question.id}", border=False):
        label = "Your question or remark" if not said else "Anything to add?" if said[-1].mine else "Your reply"
        st.text_area(label, key=box, height=80)
        if sentence:
            st.error(plain(f"Not sent. {sentence}"), icon=":material/error:")
        if may_be_kept:
            st.text_input("Keep these words, because", key=_key("because", sheet.return_id, question.id))
        with st.container(horizontal=True):
            st.form_submit_button("Send", key=_key("send", sheet.return_id, question.id))
            if said:
                st.form_submit_button(
                    "Close this note", key=_key("close", sheet.return_id, question.id), type="tertiary"
                )


def _told(said: list[Remark]) -> None:
    for remark in said:
        whose = "Your side" if remark.mine else f"The {remark.by}"
        st.caption(f"{whose}, {moment(remark.at)}")
        st.text(remark.text)


def still_open(sheet: Sheet) -> None:
    """How many questions have open notes, each with a link to its section."""
    if not sheet.discussed:
        return
    with st.container(border=True, key="row-open-notes"):
        n = len(sheet.discussed)
        st.markdown(f":material/chat_bubble: **{count(n, 'question')} with an open note**")
        for question_id in sheet.discussed:
            query: dict[str, int | str] = {
                "return": sheet.return_id,
                "section": sheet.form.section_of(question_id).id,
            }
            label = sheet.form.question(question_id).label
            if sheet.open_for_me:
                frame.link("fieldwork/answer", label, None, **query)
            else:
                st.text(label)
