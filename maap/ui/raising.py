"""Where an issue of one agency is raised: beside a case that is read, from a return, and on the coordinator's page."""

from collections.abc import Callable, Sequence

import streamlit as st

from maap.domain.giving import MayIdentify
from maap.domain.issues import LONGEST, raising
from maap.domain.people import Actor, Permission
from maap.domain.problems import Problem
from maap.storage.db import reading, work
from maap.ui import frame
from maap.ui.words import plain
from maap.usecases.issues import raise_issue
from maap.views.raising import Choice, at_case, offer

_ALONE = (
    "Only that agency's lead and the coordinator will read this. No other agency sees it, and the report only says how "
    "many issues there were."
)
_FIELDS = ("text", "wanted", "kept_because")


def beside_case(actor: Actor, audit_id: int, may: Callable[[Permission], bool], case_id: int) -> None:
    """On a page on which all agencies' returns of a case are read: how many issues were sent, and a way to raise one.

    It does everything itself: one call draws it and sends what was raised.
    """
    if not may(Permission.RAISE_ISSUE):
        return
    key = f"issue-raising/{audit_id}/{case_id}"
    _handle(actor, audit_id, key, case_id=case_id)
    with reading() as session:
        found = at_case(session, actor, audit_id, case_id)
    label = "Raise an issue that belongs to one agency"
    if found.sent:
        label += f" · {_sent(found.sent)}"
    with st.expander(label, icon=":material/lock:", expanded=f"{key}/refusal" in st.session_state):
        st.text(_ALONE)
        st.text("Once it is sent, you will not see it again, nor its answer.")
        form(key, found.choices)


def beside_return(actor: Actor, return_id: int) -> None:
    """On a return that tells of an issue of one agency: a way to raise it. Nothing for those who cannot."""
    with reading() as session:
        found = offer(session, actor, return_id)
    if found is None:
        return
    key = f"issue-raising/{found.audit_id}/answer-{found.answer_id}"
    if not found.raised and frame.pressed(f"{key}/send"):
        _handle(actor, found.audit_id, key, answer_id=found.answer_id)
        with reading() as session:
            found = offer(session, actor, return_id) or found
    if found.raised:
        st.info("1 issue was sent to its agency from this return.", icon=":material/mark_email_read:")
        return
    with st.container(border=True, key="row-issue-offer"):
        st.markdown(":material/lock: **This return tells of an issue that belongs to one agency. Raise it here**")
        st.text(_ALONE)
        form(key, found.choices)


def on_page(audit_id: int, choices: Sequence[Choice]) -> None:
    """On the coordinator's page of issues: raise one that is about no case in particular."""
    key = f"issue-raising/{audit_id}/0"
    with st.expander(
        "Raise an issue with one agency", icon=":material/add:", expanded=f"{key}/refusal" in st.session_state
    ):
        st.text(_ALONE)
        form(key, choices)


def raised_on_page(actor: Actor, audit_id: int) -> None:
    """Handle the form of `on_page`."""
    _handle(actor, audit_id, f"issue-raising/{audit_id}/0")


def _handle(actor: Actor, audit_id: int, key: str, case_id: int | None = None, answer_id: int | None = None) -> None:
    """Send what was typed, or keep it in its fields with the reason why it is not sent."""
    if not frame.pressed(f"{key}/send"):
        return
    typed = frame.fields(key)
    given = {"agency_id": typed.get("agency_id"), "case_id": case_id, "answer_id": answer_id}
    try:
        with work() as session:
            raise_issue(
                session, actor, audit_id, raising(given | {name: str(typed.get(name) or "") for name in _FIELDS})
            )
    except Problem as problem:
        st.session_state[f"{key}/refusal"] = problem
    else:
        for name in typed:
            del st.session_state[f"{key}/{name}"]
        frame.done("The issue is sent to its agency.")


def form(key: str, choices: Sequence[Choice]) -> None:
    """The fields of an issue, and what was refused."""
    names = {one.agency_id: one.name for one in choices}
    refusal: Problem | None = st.session_state.pop(f"{key}/refusal", None)
    with st.form(f"{key}-form", border=False):
        st.selectbox(
            "Which agency does it belong to?",
            list(names),
            index=None,
            format_func=lambda one: plain(names.get(one, "")),
            key=f"{key}/agency_id",
        )
        st.text_area(
            "What is the issue?",
            key=f"{key}/text",
            height=120,
            max_chars=LONGEST,
            help="Write about practice and the system. Name nobody: neither a family nor a member of staff.",
        )
        st.text_area("What do you ask the agency to do? (optional)", key=f"{key}/wanted", height=80, max_chars=LONGEST)
        if refusal is not None:
            st.error(plain(f"Not sent. {refusal}"), icon=":material/error:")
        if isinstance(refusal, MayIdentify):
            st.text_input("Keep these words, because", key=f"{key}/kept_because", max_chars=300)
        st.form_submit_button("Send it to the agency", key=f"{key}/send", type="primary")


def _sent(n: int) -> str:
    return "1 issue sent to its agency" if n == 1 else f"{n} issues sent to their agencies"
