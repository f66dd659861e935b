"""A draft while it is checked for accuracy: its parts, what agencies say about them, and the coordinator's answers."""

from datetime import date, timedelta
from typing import Any

import streamlit as st
from pydantic import ValidationError

from maap.domain.accuracy import Answer, Comment, Reply
from maap.domain.giving import MayIdentify
from maap.domain.library import EditionPart
from maap.domain.people import Actor
from maap.domain.problems import Problem
from maap.storage.db import work
from maap.ui import beside, frame, opened
from maap.ui.words import count, day, moment, plain
from maap.usecases.accuracy import answer, comment, end_check, open_check, say_checked, take_back
from maap.views.accuracy import Accuracy, CommentLine, Draft

_USUAL_DAYS = 10


def handle(actor: Actor, audit_id: int) -> None:
    """Whatever was pressed, by an agency or by the coordinator."""
    if (target := frame.pressed_one("open-check")) is not None:
        until = frame.fields(f"check-until/{target}").get("day")
        with beside.deed(f"check/{target}", "The draft is open to the agencies."):
            if not isinstance(until, date):
                raise Problem("Choose the last day on which agencies may comment.")
            with work() as session:
                open_check(session, actor, audit_id, int(target), until)
    if (target := frame.pressed_one("end-check")) is not None:
        with beside.deed(f"check/{target}", "The check is closed."), work() as session:
            end_check(session, actor, audit_id, int(target))
    if (target := frame.pressed_one("say-checked")) is not None:
        with (
            beside.deed(f"check/{target}", "Thank you. The coordinator sees that you have read it."),
            work() as session,
        ):
            say_checked(session, actor, audit_id, int(target))
    if (target := frame.pressed_one("take-comment-back")) is not None:
        with beside.deed("comment-back", "The comment is taken back."), work() as session:
            take_back(session, actor, audit_id, int(target))
    _comment(actor, audit_id)
    _answer(actor, audit_id)


def _comment(actor: Actor, audit_id: int) -> None:
    if (target := frame.pressed_one("send-comment")) is None:
        return
    edition_id, _, part = target.partition("/")
    typed = frame.fields(f"comment/{target}")
    with opened.saving(f"comment/{target}", "Your comment is sent."):
        said = _made(Comment, "Say what is wrong in this part, and why.", part=part, **_texts(typed, "text"))
        with work() as session:
            comment(session, actor, audit_id, int(edition_id), said)


def _answer(actor: Actor, audit_id: int) -> None:
    if (target := frame.pressed_one("send-answer")) is None:
        return
    typed = frame.fields(f"answer/{target}")
    with opened.saving(f"answer/{target}", "The answer is kept, and the agency reads it."):
        want = "Say whether the comment is accepted, and why."
        reply = _made(Reply, want, answer=typed.get("answer") or "", **_texts(typed, "reason"))
        with work() as session:
            answer(session, actor, audit_id, int(target), reply, int(typed.get("seen") or 0))


def _texts(typed: dict[str, Any], name: str) -> dict[str, str]:
    return {one: str(typed.get(one) or "").strip() for one in (name, "kept_because")}


def _made(model: Any, want: str, **facts: Any) -> Any:
    try:
        return model(**facts)
    except ValidationError:
        raise Problem(want) from None


def draw(page: Accuracy, today: date) -> None:
    """Every draft with its parts."""
    beside.here("comment-back")
    if not page.drafts:
        whom = "No draft has been made yet." if page.may_answer else "No draft is open to your agency now."
        st.info(f"{whom} A draft report or briefing is checked here before it is published.", icon=":material/rule:")
    for draft in page.drafts:
        with st.container(key=f"draft-{draft.edition_id}"):
            st.header(plain(f"{draft.title}, draft {draft.number}"), anchor=False)
            _standing(page, draft, today)
            for part in draft.parts:
                _part(page, draft, part)
    beside.what_is_left()


def _standing(page: Accuracy, draft: Draft, today: date) -> None:
    beside.here(f"check/{draft.edition_id}")
    if draft.until is not None:
        open_until = f"Open to agencies until {day(draft.until)}." if draft.open else "The check is closed."
        st.text(f"{open_until} {count(len(draft.comments), 'comment')}, {draft.unanswered} without an answer.")
    if page.may_answer:
        _opening(draft, today)
    elif draft.open:
        _finished(page, draft)


def _opening(draft: Draft, today: date) -> None:
    if draft.until is not None:
        if draft.checked:
            st.text(f"Have read it to the end: {', '.join(draft.checked)}.")
        if draft.waited_for:
            st.text(f"Not heard from yet: {', '.join(draft.waited_for)}.")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.date_input(
            "Agencies may comment until",
            draft.until if draft.until and draft.until >= today else today + timedelta(days=_USUAL_DAYS),
            format="DD/MM/YYYY",
            key=f"check-until/{draft.edition_id}/day",
            width=220,
        )
        label = "Open it to the agencies" if not draft.open else "Change the last day"
        look = "secondary" if draft.open else "primary"
        st.button(label, key=f"open-check/{draft.edition_id}", type=look)  # type: ignore[arg-type]
        if draft.open:
            st.button("Close the check", key=f"end-check/{draft.edition_id}", type="tertiary")


def _finished(page: Accuracy, draft: Draft) -> None:
    if draft.checked:
        st.success(plain(f"{page.agency} has read this draft to the end."), icon=":material/check_circle:")
    else:
        st.text("Read it to the end. Say what is not right in a part, or say that you have read it.")
        st.button("We have read it to the end", key=f"say-checked/{draft.edition_id}", type="primary")


def _part(page: Accuracy, draft: Draft, part: EditionPart) -> None:
    said = draft.about(part.key)
    with st.container(border=True, key=f"cell-part-{draft.edition_id}-{part.key}"):
        st.subheader(plain(part.title), anchor=False)
        st.text(part.text)
        for line in said:
            _line(page, line)
        if not page.may_answer and draft.open:
            _say(f"{draft.edition_id}/{part.key}")


def _line(page: Accuracy, line: CommentLine) -> None:
    with st.container(border=True, key=f"row-comment-{line.comment_id}"):
        st.markdown(f":material/chat_bubble: **{plain(line.agency)}**")
        st.text(line.text)
        st.caption(moment(line.made_at))
        if line.answer:
            accepted = line.answer == Answer.ACCEPTED
            st.badge(line.answer.capitalize(), color="green" if accepted else "gray")
            st.text(line.reason)
        elif page.may_answer:
            _reply(line)
        else:
            st.button("Take it back", key=f"take-comment-back/{line.comment_id}", type="tertiary")


def _say(target: str) -> None:
    key = f"comment/{target}"
    opened = f"{key}/refusal" in st.session_state
    with st.expander("Something here is not right", expanded=opened), st.form(f"{key}-form", border=False):
        st.text_area("What is wrong, and why?", key=f"{key}/text", height=90, max_chars=3000)
        _refused(key)
        st.form_submit_button("Send the comment", key=f"send-comment/{target}")


def _reply(line: CommentLine) -> None:
    key = f"answer/{line.comment_id}"
    st.session_state[f"{key}/seen"] = line.revision
    with st.form(f"{key}-form", border=False):
        st.radio(
            "Your answer",
            [Answer.ACCEPTED.value, Answer.NOT_ACCEPTED.value],
            index=None,
            format_func=str.capitalize,
            horizontal=True,
            key=f"{key}/answer",
        )
        st.text_area("Why? The agency reads it.", key=f"{key}/reason", height=80, max_chars=3000)
        _refused(key)
        st.form_submit_button("Answer", key=f"send-answer/{line.comment_id}")


def _refused(key: str) -> None:
    problem: Problem | None = st.session_state.get(f"{key}/refusal")
    if problem is not None:
        st.error(plain(f"Not sent yet. {problem}"), icon=":material/error:")
    if isinstance(problem, MayIdentify):
        st.text_input("Keep the words, because", key=f"{key}/kept_because")
