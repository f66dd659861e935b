"""The task list of the terms: what is complete, what is missing, and the button that asks for signatures."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from maap.domain.audit import Stage
from maap.domain.sentences import verb
from maap.domain.signing import AMENDABLE, LONGEST_REASON, SigningState
from maap.ui import frame
from maap.ui.terms import paper
from maap.ui.words import count, plain
from maap.views.terms import Document, Writing

ASK, REASON, READ = "terms-ask", "terms-ask-reason", "terms-read"


def reading_along() -> bool:
    """Whether the document is to be shown beside what is written."""
    return st.session_state.get(READ) is True


def reason(audit_id: int) -> str:
    """Why there is a new version, as it was typed."""
    return str(st.session_state.get(f"{REASON}/{audit_id}", ""))


def seen(audit_id: int) -> int:
    """The revision of the terms that was read when signatures were asked for."""
    return int(st.session_state.get(f"{ASK}-seen/{audit_id}", 0))


def draw(page: Writing) -> None:
    """Every step with what it still needs, then what comes after."""
    with st.container(key="arrival"):
        st.header("Steps")
    if page.state is not SigningState.WRITING:
        _out_of_hand(page)
        return
    are = verb(page.complete, "is", "are")
    st.text(f"{page.complete} of {len(page.tasks)} steps {are} complete. You can save at any time and come back later.")
    if page.reason:
        st.info(plain(f"You are writing version {page.version}. Why it was begun: {page.reason}"))
    for task in page.tasks:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute", border=True):
            frame.link("terms/write", task.step.title, audit=page.seat.id, step=task.step.key)
            if task.missing:
                st.badge(f"{count(len(task.missing), 'thing')} missing", color="orange", icon=":material/edit:")
            else:
                st.badge("Complete", color="green", icon=":material/check:")
    _what_is_missing(page)
    _ask(page)


def _what_is_missing(page: Writing) -> None:
    if not page.missing:
        return
    with st.expander(f"What is still missing: {count(len(page.missing), 'thing')}"):
        for task in page.tasks:
            if task.missing:
                st.markdown(f"**{task.step.title}**")
                for sentence in task.missing:
                    st.text(f"• {sentence}")


def _ask(page: Writing) -> None:
    st.subheader("Ask for signatures")
    if page.missing:
        st.text(
            "When every step is complete, ask the people you named to sign. The audit can open once all have signed."
        )
        return
    st.text("Nothing is missing. The people you named get a letter; the agencies of the audit can read the terms.")
    if page.version > 1:
        st.session_state.setdefault(f"{REASON}/{page.seat.id}", page.reason)
        st.text_area("What changed, and why", key=f"{REASON}/{page.seat.id}", max_chars=LONGEST_REASON)
    st.session_state[f"{ASK}-seen/{page.seat.id}"] = page.revision
    st.button("Ask for signatures", key=ASK, type="primary")


def _out_of_hand(page: Writing) -> None:
    if page.state is SigningState.ASKED:
        has = verb(page.signed, "has", "have")
        st.info(f"These terms are out for signature. {page.signed} of {page.asked} {has} signed.")
        st.text("They cannot change while people sign them. To change them, take them back first.")
    else:
        st.info("These terms are signed.")
        st.text(
            "Before fieldwork begins they can be taken back and changed, with a reason. Then they are signed again."
            if Stage(page.seat.audit.stage) in AMENDABLE
            else "Fieldwork has begun, so they no longer change."
        )
    frame.link("terms/agree", "Read the terms", icon=":material/signature:", audit=page.seat.id)


def desk(page: Writing, document: Document | None) -> DeltaGenerator:
    """The side on which one writes. Beside it, when somebody asks for it, the whole document as it is saved."""
    if page.state is SigningState.WRITING:
        st.toggle("Read the whole document beside what you write", key=READ)
    if document is None or page.state is not SigningState.WRITING:
        return st.container(width=820)
    left, right = st.columns([3, 2], gap="large")
    with right, st.container(border=True, height=1200):
        paper.draw(document)
    return left
